using Notejam.ServiceDefaults;

namespace Notejam.Web.History;

/// <summary>The section <c>History</c>: how long versions of a note are kept.</summary>
sealed class HistorySettings
{
    const int MostDays = 36_500;

    /// <summary>All of this many days; of each day before them the last, for as long as the note lives.</summary>
    public int KeepAllDays { get; set; } = 90;

    public static HistorySettings Read(IConfiguration configuration)
    {
        var history = configuration.ReadSettings<HistorySettings>("History");
        if (history.KeepAllDays is < 1 or > MostDays)
            throw new ConfigurationException(
                $"History__KeepAllDays={history.KeepAllDays} is not a number of days from 1 to {MostDays}.");
        return history;
    }
}

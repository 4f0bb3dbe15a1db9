using Notejam.Web.Layout;

namespace Notejam.Web.Trash;

static class TrashClock
{
    public static DateTimeOffset EndOf(DateTimeOffset trashedAt) => trashedAt.AddDays(TrashBin.Days);

    /// <summary>By the days of the calendar, as people count them.</summary>
    public static string Left(this ViewerClock clock, DateTimeOffset trashedAt)
    {
        var end = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(EndOf(trashedAt), clock.Zone).Date);
        return (end.DayNumber - clock.Today.DayNumber) switch
        {
            <= 0 => "last day",
            1 => "1 day left",
            var days => $"{days} days left",
        };
    }
}

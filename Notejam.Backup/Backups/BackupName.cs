using System.Globalization;

namespace Notejam.Backup.Backups;

/// <summary>
/// A backup is named by its instant, such as 2026-11-25T000000.123Z: names sort by age, and are safe in every file
/// system.
/// </summary>
static class BackupName
{
    const string Format = "yyyy-MM-dd'T'HHmmss.fff'Z'";

    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Null for anything else that somebody put into the store.</summary>
    public static DateTimeOffset? Time(string name)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal;
        return DateTimeOffset.TryParseExact(name, Format, CultureInfo.InvariantCulture, Utc, out var at) ? at : null;
    }
}

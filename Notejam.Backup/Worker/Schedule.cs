namespace Notejam.Backup.Worker;

/// <summary>When the next backup is due.</summary>
static class Schedule
{
    static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1), LongestPause = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The first scheduled time after the newest good backup. After a stop it may have passed already: then a backup is
    /// due at once, and so it is where there is none.
    /// </summary>
    public static DateTimeOffset Next(TimeOnly daily, DateTimeOffset? newest)
    {
        if (newest is not { } taken) return DateTimeOffset.MinValue;
        var sameDay = new DateTimeOffset(DateOnly.FromDateTime(taken.UtcDateTime).ToDateTime(daily), TimeSpan.Zero);
        return sameDay > taken ? sameDay : sameDay.AddDays(1);
    }

    /// <summary>The pause after so many failures in a row: 1, 2, 4, 8, 16, 30, 30, ... minutes.</summary>
    public static TimeSpan Pause(int failures) => failures > 5 ? LongestPause : FirstPause * (1 << (failures - 1));
}

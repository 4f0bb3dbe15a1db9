using System.Globalization;
using Notejam.Backup.Worker;

namespace Notejam.Tests.Worker;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("00:00", "2026-11-25T00:00:05Z", "2026-11-26T00:00:00Z")]
    [InlineData("00:00", "2026-11-25T23:59:59Z", "2026-11-26T00:00:00Z")]
    [InlineData("03:30", "2026-11-25T03:29:59Z", "2026-11-25T03:30:00Z")]
    [InlineData("03:30", "2026-11-25T03:30:00Z", "2026-11-26T03:30:00Z")]
    [InlineData("03:30", "2026-11-25T01:00:00+05:30", "2026-11-25T03:30:00Z")]
    [InlineData("00:00", "2028-02-28T12:00:00Z", "2028-02-29T00:00:00Z")]
    public void The_next_backup_is_due_at_the_first_scheduled_time_after_the_newest(
        string daily, string newest, string due) =>
        Assert.Equal(At(due), Schedule.Next(TimeOnly.Parse(daily, CultureInfo.InvariantCulture), At(newest)));

    [Fact]
    public void Without_a_backup_one_is_due_at_once() =>
        Assert.Equal(DateTimeOffset.MinValue, Schedule.Next(default, null));

    [Fact]
    public void Failures_are_followed_by_longer_and_longer_pauses_up_to_half_an_hour()
    {
        var pauses = Enumerable.Range(1, 7).Select(failures => Schedule.Pause(failures).TotalMinutes);
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], pauses);
    }

    static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}

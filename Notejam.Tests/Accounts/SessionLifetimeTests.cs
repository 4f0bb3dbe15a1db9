using Notejam.Web.Accounts;

namespace Notejam.Tests.Accounts;

/// <summary>Days since somebody signed in.</summary>
public sealed class SessionLifetimeTests
{
    static readonly DateTimeOffset SignedIn = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 14)]
    [InlineData(10, 24)]
    [InlineData(75.9, 89.9)]
    [InlineData(76, 90)]
    [InlineData(89, 90)]
    public void It_ends_14_days_after_its_last_use_and_never_after_90(double used, double ends) =>
        Assert.Equal(Day(ends), Session.Expiry(SignedIn, Day(used)));

    [Theory]
    [InlineData(14, 6.9, false)]
    [InlineData(14, 7, false)]
    [InlineData(14, 7.1, true)]
    [InlineData(24, 10, false)]
    [InlineData(24, 23, true)]
    [InlineData(90, 89, false)]
    public void It_is_prolonged_in_the_second_half_of_its_time_unless_that_is_all_it_has(
        double ends, double used, bool isDue) =>
        Assert.Equal(isDue, Session.IsDue(SignedIn, Day(ends), Day(used)));

    static DateTimeOffset Day(double day) => SignedIn.AddDays(day);
}

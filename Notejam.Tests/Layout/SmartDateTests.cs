using System.Globalization;
using Notejam.Tests.Hosting;
using Notejam.Web.Layout;

namespace Notejam.Tests.Layout;

public sealed class SmartDateTests(Postgres postgres)
{
    [Theory]
    [InlineData("2026-11-22T10:51", "Today at 10:51")]
    [InlineData("2026-11-22T00:00", "Today at 00:00")]
    [InlineData("2026-11-22T23:59", "Today at 23:59")]
    [InlineData("2026-11-21T23:59", "Yesterday at 23:59")]
    [InlineData("2026-11-21T00:00", "Yesterday at 00:00")]
    [InlineData("2026-11-20T23:59", "2 days ago")]
    [InlineData("2026-11-15T00:00", "7 days ago")]
    [InlineData("2026-11-14T23:59", "14 Nov. 2026")]
    [InlineData("2013-02-02T12:00", "02 Feb. 2013")]
    [InlineData("2026-05-30T12:00", "30 May 2026")]
    [InlineData("2026-11-23T00:00", "23 Nov. 2026")]
    public void Dates_are_said_by_calendar_days(string at, string expected) =>
        Assert.Equal(expected, ViewerClock.SmartDate(Time(at), Time("2026-11-22T12:00")));

    [Fact]
    public async Task Days_are_those_of_the_viewers_time_zone_else_of_the_configured_one()
    {
        await using var app = NotejamApp.Start(
            await postgres.CreateDatabaseAsync(), new() { ["Site:TimeZone"] = "Europe/Tallinn" });
        // In this order: the session's cookie is kept by the real clock.
        var person = await app.PersonAsync();
        app.Clock.Set(Time("2026-11-22T23:30"));
        await person.NoteAsync("Late");
        Assert.Equal("Today at 01:30", await SaidAsync());
        person.Cookies.Add(app.Address, new System.Net.Cookie("notejam-zone", "America/New_York"));
        Assert.Equal("Today at 18:30", await SaidAsync());
        app.Clock.Set(Time("2026-11-23T05:30"));
        Assert.Equal("Yesterday at 18:30", await SaidAsync());
        person.Cookies.Add(app.Address, new System.Net.Cookie("notejam-zone", "Mars/Olympus"));
        Assert.Equal("Today at 01:30", await SaidAsync());

        async Task<string> SaidAsync()
        {
            var time = (await person.GetAsync("/")).Document.QuerySelector("time")!;
            Assert.StartsWith("2026-11-22T23:3", time.GetAttribute("datetime"), StringComparison.Ordinal);
            return time.TextContent;
        }
    }

    static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

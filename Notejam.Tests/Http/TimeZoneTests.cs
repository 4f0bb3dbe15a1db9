using System.Globalization;
using Notejam.Tests.Hosting;
using Notejam.Web.Http;

namespace Notejam.Tests.Http;

public sealed class TimeZoneTests(Postgres postgres)
{
    /// <summary>The database of the machine; its list of names is where Debian, and most systems, put it.</summary>
    const string Names = "/usr/share/zoneinfo/tzdata.zi";

    static readonly DateTimeOffset Winter = DateTimeOffset.Parse("2026-01-20T12:00Z", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("Europe/Tallinn", 2)]
    [InlineData("UTC", 0)]
    [InlineData("Asia/Calcutta", 5.5)]
    [InlineData("US/Pacific", -8)]
    [InlineData("Europe/Kiev", 2)]
    [InlineData("GMT", 0)]
    [InlineData("EST5EDT", -5)]
    [InlineData("Etc/GMT+5", -5)]
    [InlineData("Etc/GMT-14", 14)]
    public void A_zone_is_found_by_its_name_of_today_or_an_old_one(string name, double hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), TimeZones.Find(name)!.GetUtcOffset(Winter));

    [Theory]
    [InlineData("")]
    [InlineData("America//Kentucky////Louisville")]
    [InlineData("america/new_york")]
    [InlineData("America/New_York ")]
    [InlineData("America/./New_York")]
    [InlineData("../zoneinfo/UTC")]
    [InlineData("posix/Europe/Berlin")]
    [InlineData("Mars/Olympus")]
    [InlineData("Etc/GMT+0x5")]
    public void Nothing_else_is_one(string name) => Assert.Null(TimeZones.Find(name));

    [Fact]
    public void No_spelling_out_of_20_000_is_taken_which_the_system_would_take_and_keep()
    {
        var spellings =
            from a in Enumerable.Range(1, 200)
            from b in Enumerable.Range(1, 101)
            select $"America{new string('/', a)}Kentucky{new string('/', b)}Louisville";
        var odd = spellings.Where(name => name != "America/Kentucky/Louisville").Take(20_000).ToList();
        Assert.Equal((20_000, 20_000), (odd.Count, odd.Count(name => TimeZones.Find(name) is null)));

        Assert.All(odd.Take(3), name => Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)));
    }

    [Fact]
    public async Task A_page_takes_an_odd_spelling_for_no_zone_at_all()
    {
        await using var app = NotejamApp.Start(
            await postgres.CreateDatabaseAsync(), new() { ["Site:TimeZone"] = "Asia/Calcutta" });
        // In this order: the session's cookie is kept by the real clock.
        var person = await app.PersonAsync();
        app.Clock.Set(Winter);
        await person.NoteAsync("Noon");
        Assert.Equal("Today at 07:00", await SaidAsync("America/Kentucky/Louisville"));
        Assert.Equal("Today at 04:00", await SaidAsync("US/Pacific"));
        Assert.Equal("Today at 17:30", await SaidAsync("America//Kentucky////Louisville"));

        async Task<string> SaidAsync(string zone)
        {
            person.Cookies.Add(app.Address, new System.Net.Cookie("notejam-zone", zone));
            return (await person.GetAsync("/")).Document.QuerySelector("time")!.TextContent;
        }
    }

    [Fact]
    public void Every_name_that_this_machine_knows_is_known_and_means_the_same()
    {
        var here = NamesOfTheMachine().Concat(OldZoneNames.All.Select(z => z.Old)).Distinct()
            .Where(name => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)).ToList();
        Assert.True(here.Count > 100, $"only {here.Count} names");
        Assert.DoesNotContain(here, name => TimeZones.Find(name) is null);
        Assert.All(here, name => Assert.Equal(
            OffsetsOf(TimeZoneInfo.FindSystemTimeZoneById(name)), OffsetsOf(TimeZones.Find(name)!)));
    }

    static IEnumerable<string> NamesOfTheMachine()
    {
        var lines = File.Exists(Names) ? File.ReadLines(Names).Select(line => line.Split(' ')).ToList() : [];
        var links = lines.Where(f => f[0] == "L").Select(f => f[2]);
        var zones = lines.Where(f => f[0] == "Z").Select(f => f[1]);
        return links.Concat(zones).Except(["Factory"]);
    }

    static (TimeSpan, TimeSpan) OffsetsOf(TimeZoneInfo zone) =>
        (zone.GetUtcOffset(Winter), zone.GetUtcOffset(Winter.AddMonths(6)));
}

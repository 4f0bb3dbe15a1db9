using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Http;

/// <summary>What browsers, password managers and search engines ask every site for.</summary>
public sealed class PublicFilesTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Theory]
    [InlineData("/robots.txt", HttpStatusCode.OK)]
    [InlineData("/favicon.ico", HttpStatusCode.OK)]
    [InlineData("/.well-known/change-password", HttpStatusCode.Redirect)]
    public async Task They_are_answered_without_a_session_and_without_the_database(string path, HttpStatusCode status)
    {
        foreach (var caller in new[] { App.Visitor(), await App.PersonAsync() })
        {
            var statements = await App.Sql.DuringAsync(async () =>
                Assert.Equal(status, (await caller.GetAsync(path)).Status));
            Assert.Empty(statements);
        }
    }

    [Fact]
    public async Task A_password_manager_is_led_to_where_the_password_is_changed()
    {
        var person = await App.PersonAsync();
        var found = await person.FollowAsync(await person.GetAsync("/.well-known/change-password"));
        Assert.NotNull(found.Document.QuerySelector("main form[action='/settings/'] [name=new_password]"));
        // By this a manager tells a site that knows the address from one that answers 200 to everything.
        const string nowhere = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200";
        Assert.Equal(HttpStatusCode.NotFound, (await App.Visitor().GetAsync(nowhere)).Status);
    }

    [Fact]
    public async Task The_icon_is_an_icon_in_the_two_sizes_of_tabs()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/favicon.ico");
        using var answer = await App.Visitor().SendAsync(request);
        Assert.Equal("image/x-icon", answer.Content.Headers.ContentType?.MediaType);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal([0, 0, 1, 0, 2, 0, 16, 16], bytes[..8]);
        Assert.Equal([32, 32], bytes[22..24]);
    }

    [Fact]
    public async Task Search_engines_may_read_the_sign_in_page_and_no_link_out_of_a_mail()
    {
        var robots = (await App.Visitor().GetAsync("/robots.txt")).Body.Split('\n');
        var closed = robots
            .Where(l => l.StartsWith("Disallow: ", StringComparison.Ordinal))
            .Select(l => l["Disallow: ".Length..])
            .ToList();
        Assert.Contains("/forgot-password/", closed);
        Assert.DoesNotContain(closed, "/signin/".StartsWith);
        var page = await App.Visitor().GetAsync("/signin/");
        var description = page.Document.QuerySelector("meta[name=description]")?.GetAttribute("content");
        Assert.Equal("Write it down, put it in a pad, find it where you left it.", description);
    }
}

using System.Diagnostics;
using System.Net;
using Notejam.ServiceDefaults.PrivatePostgres;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

/// <summary>The database goes away under the running application, and comes back.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    readonly string folder = TempFolder.Create("outage");
    PrivatePostgresServer server = null!;
    NotejamApp app = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await PrivatePostgresServer.StartAsync(Path.Combine(folder, "postgres"));
        await server.EnsureDatabaseAsync("notejam");
        app = NotejamApp.Start(server.ConnectionString("notejam"));
        await AssertProbesAsync("reachable");
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Stopped_every_page_says_so_within_five_seconds_and_started_all_is_well_again()
    {
        var person = await app.PersonAsync();
        await person.NoteAsync("Kept");
        var form = await person.GetAsync("/notes/create/");
        await server.DisposeAsync();

        await AssertAwayAsync(() => person.GetAsync("/"));
        var away = await AssertAwayAsync(() =>
            person.SubmitAsync(form, ("name", "Written meanwhile"), ("text", "Two\nlines")));
        await AssertProbesAsync("unreachable");
        // The page that says so has its looks all the same.
        var looks = away.Document.QuerySelectorAll("link[href], img[src]");
        foreach (var link in looks.Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!))
            Assert.Equal(HttpStatusCode.OK, (await person.GetAsync(link)).Status);

        server = await PrivatePostgresServer.StartAsync(Path.Combine(folder, "postgres"), Cancel);
        Assert.Equal(["Kept"], (await person.GetAsync("/")).Notes);
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SubmitAsync(away)).Status);
        Assert.Equal(["Written meanwhile", "Kept"], (await person.GetAsync("/")).Notes);
        await AssertProbesAsync("reachable");
    }

    [Fact]
    public async Task Restarted_between_two_requests_nobody_notices()
    {
        var person = await app.PersonAsync();
        for (var round = 0; round < 3; round++)
        {
            await server.DisposeAsync();
            server = await PrivatePostgresServer.StartAsync(Path.Combine(folder, "postgres"), Cancel);
            Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/")).Status);
            await person.NoteAsync($"Note {round}");
        }
        Assert.Equal(3, (await person.GetAsync("/")).Notes.Count());
    }

    [Fact]
    public async Task Frozen_every_page_says_so_within_five_seconds_and_thawed_all_is_well_again()
    {
        var person = await app.PersonAsync();
        var visitor = app.Visitor();
        var form = await visitor.GetAsync("/signin/");
        var cluster = Path.Combine(folder, "postgres", "cluster");
        try
        {
            ServerProcesses.Send(cluster, ServerProcesses.SigStop);
            await AssertAwayAsync(() => person.GetAsync("/"));
            await AssertAwayAsync(() => person.GetAsync("/"));
            // Also those that wait for others, and who signs in; how long the longest takes, benchmarks/attack.sh
            // measures.
            var crowd = Enumerable.Range(0, 100).Select(i => i % 10 == 0 ? SignInAsync() : person.GetAsync("/"));
            Assert.All(await Task.WhenAll(crowd), a => Assert.Equal(HttpStatusCode.ServiceUnavailable, a.Status));
            await AssertProbesAsync("unreachable");
        }
        finally
        {
            ServerProcesses.Send(cluster, ServerProcesses.SigCont);
        }
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/")).Status);

        Task<Answer> SignInAsync() => visitor.SubmitAsync(form, ("email", person.Email), ("password", Person.Password));
    }

    [Fact]
    public async Task A_password_is_not_sent_back_to_be_sent_again()
    {
        var visitor = app.Visitor();
        var form = await visitor.GetAsync("/signin/");
        await server.DisposeAsync();
        var away = await AssertAwayAsync(() =>
            visitor.SubmitAsync(form, ("email", "a@example.org"), ("password", "secret-word")));
        Assert.DoesNotContain("secret-word", away.Body, StringComparison.Ordinal);
        Assert.Null(away.Document.QuerySelector("form"));
    }

    [Theory]
    [InlineData("/?order=name&after=x", "/?order=name&after=x")]
    [InlineData("//evil.example/?order=name", "/")]
    [InlineData("/notes/a%20b/%C3%BC", "/notes/a%20b/%C3%BC")]
    public async Task Trying_again_leads_to_the_same_page_with_its_query_and_never_to_another_host(
        string path, string link)
    {
        var person = await app.PersonAsync();
        await server.DisposeAsync();
        var away = await AssertAwayAsync(() => person.GetAsync(app.Address.GetLeftPart(UriPartial.Authority) + path));
        Assert.Equal(link, away.Document.QuerySelector("main a.button")!.GetAttribute("href"));
    }

    static async Task<Answer> AssertAwayAsync(Func<Task<Answer>> request)
    {
        var time = Stopwatch.StartNew();
        var answer = await request();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Back in a moment."), (answer.Status, answer.Heading));
        Assert.Equal("30", answer.Message.Headers.RetryAfter?.ToString());
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(5.5), $"{time.Elapsed}");
        return answer;
    }

    /// <summary>One outage must not become two: it stays ready, and alive, and tells.</summary>
    async Task AssertProbesAsync(string database)
    {
        using var probe = new HttpClient { BaseAddress = app.Management };
        var time = Stopwatch.StartNew();
        var health = await probe.GetStringAsync("/health", Cancel);
        Assert.Contains($"\"database\":\"{database}\"", health, StringComparison.Ordinal);
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(2.5), $"{time.Elapsed}");
        Assert.Equal("alive\n", await probe.GetStringAsync("/alive", Cancel));
    }
}

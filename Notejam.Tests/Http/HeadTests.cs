using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Http;

/// <summary>A HEAD is answered as a GET would be, without the body, and leaves no trace.</summary>
public sealed class HeadTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    /// <summary>
    /// A GET may also hand out cookies, and what says how long a body is may be left out where there is none.
    /// </summary>
    static readonly string[] MayDiffer = ["Date", "Set-Cookie", "Transfer-Encoding", "Content-Length"];

    [Fact]
    public async Task Every_address_that_answers_GET_answers_HEAD_alike_with_nothing_in_it()
    {
        var person = await fixture.App.PersonAsync();
        var (note, pad) = (await person.NoteAsync("Asked for"), await person.PadAsync("Asked for"));
        // A page that tells of it is for once, and has no tag.
        await person.GetAsync("/");
        // Who has the cookie of forms is not given it, nor the header that comes with it.
        var visitor = fixture.App.Visitor();
        await visitor.GetAsync("/signin/");
        var paths = fixture.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Select(p => p.Replace("{id:guid}", IdFor(p), StringComparison.OrdinalIgnoreCase))
            .Select(p => p.Replace("{token}", "none", StringComparison.Ordinal))
            .Where(p => !p.Contains("{**", StringComparison.Ordinal)).Distinct()
            // It takes the cookie that the page after it would give, and such a page has no tag.
            .OrderBy(p => p == "/signed-out/").ToList();
        Assert.True(paths.Count > 20, $"{paths.Count} addresses");
        foreach (var path in paths.Append("/nowhere/"))
        {
            foreach (var sender in new[] { person, visitor })
            {
                var got = await SendAsync(sender, HttpMethod.Get, path);
                var asked = await SendAsync(sender, HttpMethod.Head, path);
                Assert.Equal($"{path} {got.Status}\n{got.Headers}", $"{path} {asked.Status}\n{asked.Headers}");
                Assert.Equal("", asked.Body);
            }
        }

        string IdFor(string path) => path.StartsWith("/pads/", StringComparison.Ordinal) ? pad : note;
    }

    [Fact]
    public async Task It_changes_nothing_in_the_database()
    {
        var person = await fixture.App.PersonAsync();
        var note = await person.NoteAsync("Asked for");
        // A GET would prolong the session by now, and says so below.
        fixture.App.Clock.Ahead += TimeSpan.FromDays(8);
        var before = await ContentAsync();
        foreach (var path in new[] { "/", $"/notes/{note}/", "/notes/create/", "/settings/", "/signout/", "/nowhere/" })
            await SendAsync(person, HttpMethod.Head, path);
        Assert.Equal(before, await ContentAsync());
        await person.GetAsync("/");
        Assert.NotEqual(before, await ContentAsync());
    }

    [Fact]
    public async Task It_does_not_take_the_message_that_the_next_page_shows()
    {
        var person = await fixture.App.PersonAsync();
        var saved = await person.SubmitAsync("/pads/create/", ("name", "Kitchen"));
        await SendAsync(person, HttpMethod.Head, saved.Location);
        Assert.NotNull((await person.FollowAsync(saved)).Flash);
    }

    [Theory]
    [InlineData("/alive")]
    [InlineData("/health")]
    [InlineData("/metrics")]
    public async Task Probes_answer_it_too(string path)
    {
        using var client = new HttpClient { BaseAddress = fixture.App.Management };
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>All rows of all tables.</summary>
    async Task<string> ContentAsync()
    {
        const string Tables = """
            SELECT string_agg(format(
                'SELECT %L || coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '''') AS rows FROM %I AS t',
                tablename, tablename), ' UNION ALL ') FROM pg_tables WHERE schemaname = 'public'
            """;
        var all = await Postgres.ScalarAsync<string>(fixture.App.Connection, Tables);
        return await Postgres.ScalarAsync<string>(
            fixture.App.Connection, $"SELECT string_agg(rows, chr(10) ORDER BY rows) FROM ({all}) AS tables");
    }

    static async Task<(int Status, string Headers, string Body)> SendAsync(
        Person sender, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await sender.SendAsync(request);
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .Where(h => !MayDiffer.Contains(h.Key))
            .Select(h => $"{h.Key}: {string.Join(", ", h.Value)}");
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, string.Join('\n', headers.Order()), body);
    }
}

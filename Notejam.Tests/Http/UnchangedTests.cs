using System.Net;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Http;

/// <summary>A page that a browser has as it is now is not sent again, and nobody else learns anything by asking.</summary>
public sealed class UnchangedTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        using var person = await WriterAsync();
        var tag = await TagAsync(person, "/");
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var answer = await AskAsync(person, "/", tag, method);
            Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
            Assert.Equal("", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal("no-cache, private", answer.Headers.CacheControl!.ToString());
            Assert.Equal(tag, answer.Headers.ETag!.ToString());
        }
    }

    [Fact]
    public async Task To_say_so_takes_one_statement()
    {
        using var person = await WriterAsync();
        var tag = await TagAsync(person, "/");
        var statements = await App.Sql.DuringAsync(() => AskAsync(person, "/", tag));
        Assert.Contains("sessions", Assert.Single(statements).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_one_does_shows_at_once()
    {
        using var person = await App.PersonAsync();
        var pad = await person.PadAsync("Pad");
        var note = await person.NoteAsync("Note");
        await ShowsAsync(() => person.NoteAsync("Another"));
        await ShowsAsync(() => person.NoteAsync("Another", pad: pad));
        await ShowsAsync(() => person.SubmitAsync($"/notes/{note}/edit/", ("name", "Changed")));
        await ShowsAsync(() => person.SubmitAsync($"/notes/{note}/edit/", ("text", "Changed")));
        await ShowsAsync(() => person.SubmitAsync($"/notes/{note}/edit/", ("pad", pad)));
        await ShowsAsync(() => person.SubmitAsync($"/notes/{note}/delete/"));
        await ShowsAsync(() => person.PadAsync("Another"));
        await ShowsAsync(() => person.SubmitAsync($"/pads/{pad}/edit/", ("name", "Changed")));
        await ShowsAsync(() => person.SubmitAsync($"/pads/{pad}/delete/"));

        async Task ShowsAsync(Func<Task> change)
        {
            var tag = await TagAsync(person, "/");
            await change();
            // The page that tells of it is for once.
            Assert.Null((await person.GetAsync("/settings/")).Message.Headers.ETag);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(person, "/", tag));
            Assert.NotEqual(tag, await TagAsync(person, "/"));
        }
    }

    [Fact]
    public async Task What_others_do_does_not()
    {
        using var person = await WriterAsync();
        using var other = await App.PersonAsync();
        var tag = await TagAsync(person, "/");
        await other.NoteAsync("Theirs", pad: await other.PadAsync("Theirs"));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(person, "/", tag));
    }

    [Fact]
    public async Task Tomorrow_and_in_another_time_zone_a_page_says_other_days()
    {
        using var person = await WriterAsync();
        var tag = await TagAsync(person, "/");
        person.Cookies.Add(App.Address, new Cookie("notejam-zone", "Pacific/Kiritimati"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(person, "/", tag));
        tag = await TagAsync(person, "/");
        App.Clock.Ahead += TimeSpan.FromDays(1);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(person, "/", tag));
    }

    /// <summary>A form's token belongs to the cookie.</summary>
    [Fact]
    public async Task A_browser_that_has_lost_the_cookie_of_forms_gets_a_page_with_a_token_that_fits()
    {
        using var person = await WriterAsync();
        var tag = await TagAsync(person, "/settings/");
        foreach (Cookie cookie in person.Cookies.GetAllCookies())
            cookie.Expired |= cookie.Name.Contains("csrf", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(person, "/settings/", tag));
        await person.NoteAsync("It is taken");
    }

    [Fact]
    public async Task Only_pages_of_ones_own_have_a_tag()
    {
        using var person = await WriterAsync();
        await TagAsync(person, "/");
        Assert.Null((await person.GetAsync($"/notes/{Guid.Empty}/")).Message.Headers.ETag);
        Assert.Null((await person.GetAsync("/nowhere/")).Message.Headers.ETag);
        using var visitor = App.Visitor();
        await visitor.GetAsync("/signin/");
        Assert.Null((await visitor.GetAsync("/signin/")).Message.Headers.ETag);
    }

    [Fact]
    public async Task Nobody_else_is_told_whether_a_page_has_changed()
    {
        using var person = await App.PersonAsync();
        using var other = await App.PersonAsync();
        using var visitor = App.Visitor();
        using var left = await App.PersonAsync();
        using var copy = left.Copy();
        await left.SignOutAsync();
        var (note, pad) = (await person.NoteAsync("Mine", tags: "mine"), await person.PadAsync("Mine"));
        var asked = 0;
        foreach (var page in Pages())
        {
            var id = page.StartsWith("/pads/", StringComparison.Ordinal) ? pad : note;
            var path = page
                .Replace("{id:guid}", id, StringComparison.OrdinalIgnoreCase)
                .Replace("{tag}", "mine", StringComparison.OrdinalIgnoreCase);
            await person.GetAsync("/");
            if ((await person.GetAsync(path)).Message.Headers.ETag?.ToString() is not { } tag) continue;
            asked++;
            Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(person, path, tag));
            await other.GetAsync("/");
            foreach (var stranger in new[] { other, visitor, left, copy })
            {
                var withTag = await StatusAsync(stranger, path, tag);
                Assert.Equal((await stranger.GetAsync(path)).Status, withTag);
                Assert.NotEqual(HttpStatusCode.NotModified, withTag);
            }
        }
        // All that are somebody's own, but the two that draw an id.
        Assert.Equal(18, asked);
    }

    /// <summary>Two tabs would make the same note.</summary>
    [Theory]
    [InlineData("/notes/create/")]
    [InlineData("/pads/create/")]
    public async Task A_page_that_draws_an_id_is_new_each_time(string path)
    {
        using var person = await WriterAsync();
        await person.GetAsync(path);
        var (first, second) = (await person.GetAsync(path), await person.GetAsync(path));
        Assert.Null(second.Message.Headers.ETag);
        Assert.NotEqual(first.Body, second.Body);
    }

    /// <summary>A restore of an older backup would come to the version that nobody has drawn, with other content.</summary>
    [Fact]
    public async Task Who_has_written_nothing_since_versions_are_drawn_is_sent_everything()
    {
        using var person = await App.PersonAsync();
        await person.GetAsync("/");
        Assert.Null((await person.GetAsync("/")).Message.Headers.ETag);
        await person.NoteAsync("First");
        Assert.NotNull(await TagAsync(person, "/"));
    }

    async Task<Person> WriterAsync()
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("First");
        return person;
    }

    IEnumerable<string> Pages() =>
        App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Distinct();

    /// <summary>The tag of a page that a browser has asked for before.</summary>
    static async Task<string> TagAsync(Person person, string path)
    {
        await person.GetAsync(path);
        return (await person.GetAsync(path)).Message.Headers.ETag!.ToString();
    }

    static async Task<HttpStatusCode> StatusAsync(Person person, string path, string tag)
    {
        using var answer = await AskAsync(person, path, tag);
        return answer.StatusCode;
    }

    static async Task<HttpResponseMessage> AskAsync(
        Person person, string path, string tag, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await person.SendAsync(request);
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Http;

/// <summary>
/// Every route that the application really has, by every kind of caller. A route without a row here fails the build.
/// </summary>
public sealed partial class RouteTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    public static TheoryData<string> Routes => [.. RouteTable.All.Select(r => r.Route)];

    [Fact]
    public void Every_route_has_a_row_and_every_row_a_route()
    {
        var routes = fixture.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            // The files of wwwroot are for everybody; until it is published, the application also looks for files
            // made after the build.
            .Where(e => !e.Metadata.Any(m => m.GetType().Name == "StaticAssetDescriptor"))
            .Where(e => e.RoutePattern.RawText != "{**path:file}")
            .SelectMany(RoutesOf);
        Assert.Equal(RouteTable.All.Select(r => r.Route).Order(), routes.Order());

        static IEnumerable<string> RoutesOf(RouteEndpoint endpoint)
        {
            var path = $"/{endpoint.RoutePattern.RawText!.Trim('/').ToLowerInvariant()}/";
            return endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                .Where(m => m != "HEAD")
                .Select(m => $"{m} {path.Replace("//", "/", StringComparison.Ordinal)}");
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task An_anonymous_visitor(string route)
    {
        var (person, path) = await OwnedAsync(route);
        var answer = await SendAsync(fixture.App.Visitor(), route, path, token: null);
        Assert.Equal(Find(route).Anonymous, Summary(answer).Split("?next=")[0]);
        Assert.DoesNotContain(person.Email, answer.Body, StringComparison.Ordinal);
        if (answer.Status != HttpStatusCode.Unauthorized) return;
        // The way back is to a page: what a button sends has none of its own.
        var door = answer.Document.QuerySelector("main a[href^='/signin/']")!.GetAttribute("href")!;
        var next = Uri.UnescapeDataString(door.Split("?next=")[1]);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync(next)).Status);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task The_owner(string route)
    {
        var (person, path) = await OwnedAsync(route);
        var answer = await SendAsync(person, route, path, (await person.GetAsync("/")).Token);
        Assert.Equal(Find(route).Owner, Summary(answer));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Another_user(string route)
    {
        var (person, path) = await OwnedAsync(route);
        var other = await fixture.App.PersonAsync();
        var answer = await SendAsync(other, route, path, (await other.GetAsync("/")).Token);
        Assert.Equal(Find(route).Other, Summary(answer));
        Assert.DoesNotContain("Owned by", answer.Body, StringComparison.Ordinal);
        var home = await person.GetAsync("/");
        var pad = Assert.Single(home.Document.QuerySelectorAll(".side ul[aria-labelledby=my-pads] a"));
        Assert.Equal("Owned by me 0", pad.TextContent);
        Assert.Equal(["Owned by me"], home.Notes);
        var trash = await person.GetAsync("/trash/");
        Assert.All(trash.Notes, name => Assert.Equal("Owned by me, deleted", name));
        var expected = route.Contains("/batches/", StringComparison.Ordinal) ? 3 : IsOfTrash(route) ? 2 : 0;
        Assert.Equal(expected, trash.Notes.Count());
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Without_an_antiforgery_token_or_with_somebody_elses_no_POST_does_anything(string route)
    {
        if (route.StartsWith("GET", StringComparison.Ordinal)) return;
        var (person, path) = await OwnedAsync(route);
        // Whoever is signed in already has what these two are for.
        var expected = route is "POST /signin/" or "POST /signup/" ? "303 /" : "400";
        Assert.Equal(expected, Summary(await SendAsync(person, route, path, token: null)));
        var other = await fixture.App.PersonAsync();
        Assert.Equal(expected, Summary(await SendAsync(person, route, path, (await other.GetAsync("/")).Token)));
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/")).Status);
        Assert.Equal(["Owned by me"], (await person.GetAsync("/")).Notes);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_form_with_only_some_of_its_fields_is_an_answer_and_no_failure(string route)
    {
        if (route.StartsWith("GET", StringComparison.Ordinal)) return;
        if (route.Contains("delete", StringComparison.Ordinal)) return;
        if (route.Contains("signout", StringComparison.Ordinal)) return;
        string[] some =
        [
            "id", "name", "text", "pad", "email", "password", "next",
            "new_password", "confirm_password", "current_password",
            "name text", "email password", "name pad",
        ];
        var byVisitor = route.Contains("/sign", StringComparison.Ordinal)
            || route.Contains("forgot", StringComparison.Ordinal);
        foreach (var fields in some)
        {
            var (person, path) = await OwnedAsync(route);
            var sender = byVisitor ? fixture.App.Visitor() : person;
            var token = (await sender.GetAsync(sender == person ? "/" : "/signin/")).Token;
            var filled = fields.Split(' ').Select(f => (f, f == "email" ? "a@example.org" : "value"));
            var answer = await sender.PostAsync(path, [("csrf", token), .. filled]);
            Assert.True(
                (int)answer.Status is 200 or 303 or 400 or 410 or 422, $"{route} with {fields}: {answer.Status}");
        }
    }

    [Fact]
    public async Task Methods_that_a_route_does_not_know_are_refused()
    {
        var person = await fixture.App.PersonAsync();
        foreach (var method in new[] { "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/notes/create/");
            using var answer = await person.SendAsync(request);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        }
        using var head = new HttpRequestMessage(HttpMethod.Head, "/");
        using var found = await person.SendAsync(head);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
    }

    static RouteTable.Row Find(string route) => RouteTable.All.Single(r => r.Route == route);

    static string Summary(Answer answer) =>
        Id().Replace($"{(int)answer.Status} {answer.Location}", "{id}").TrimEnd();

    static Task<Answer> SendAsync(Person sender, string route, string path, string? token) =>
        route.StartsWith("GET", StringComparison.Ordinal)
            ? sender.GetAsync(path)
            : sender.PostAsync(path, token is null ? [] : [("csrf", token)]);

    /// <summary>
    /// Somebody with one note and one pad, and the route's path for them. What a route of the trash is for is there.
    /// </summary>
    async Task<(Person Owner, string Path)> OwnedAsync(string route)
    {
        var person = await fixture.App.PersonAsync();
        var (note, pad) = (await person.NoteAsync("Owned by me", tags: "mine"), await person.PadAsync("Owned by me"));
        if (IsOfTrash(route))
        {
            (note, pad) = (await person.NoteAsync("Owned by me, deleted"), await person.PadAsync("Owned by me, deleted"));
            await person.SubmitAsync($"/notes/{note}/delete/");
            await person.SubmitAsync($"/pads/{pad}/delete/");
            if (route.Contains("/batches/", StringComparison.Ordinal)) note = await BatchAsync(person);
        }
        var id = route.Contains("/pads/", StringComparison.Ordinal) ? pad : note;
        var revision = route.Contains("{revision", StringComparison.Ordinal) ? await RevisionAsync(person, note) : "";
        var path = route.Split(' ')[1]
            .Replace("{id:guid}", id, StringComparison.Ordinal)
            .Replace("{revision:guid}", revision, StringComparison.Ordinal)
            .Replace("{tag}", "mine", StringComparison.Ordinal)
            .Replace("{token}", "none", StringComparison.Ordinal)
            .Replace("{form}", "none", StringComparison.Ordinal);
        return (person, path);
    }

    static bool IsOfTrash(string route) =>
        route.Contains("/trash/notes/", StringComparison.Ordinal)
        || route.Contains("/trash/pads/", StringComparison.Ordinal)
        || route.Contains("/batches/", StringComparison.Ordinal)
        || route.EndsWith("{id:guid}/restore/", StringComparison.Ordinal);

    /// <summary>Of a note that went to the trash as one of several.</summary>
    static async Task<string> BatchAsync(Person person)
    {
        var note = await person.NoteAsync("Owned by me, deleted");
        var token = (await person.GetAsync("/settings/")).Token;
        var home = await person.FollowAsync(await person.PostAsync("/notes/trash/", ("csrf", token), ("note", note)));
        return home.Undo.GetAttribute("action")!.Split('/')[3];
    }

    static async Task<string> RevisionAsync(Person person, string note)
    {
        await person.SubmitAsync($"/notes/{note}/edit/", ("text", "Another text."));
        return (await person.GetAsync($"/notes/{note}/history/")).Form.GetAttribute("action")!.Split('/')[^3];
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();
}

using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Notes;

public sealed class NoteListTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task An_empty_list_invites_to_write()
    {
        var person = await App.PersonAsync();
        var home = await person.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, home.Status);
        Assert.Equal("All notes (0) · Notejam", home.Title);
        Assert.Equal("All notes (0)", home.Heading);
        Assert.Equal("Create your first note.", home.Document.QuerySelector(".lead")!.TextContent);
        Assert.Equal("/notes/create/", home.Document.QuerySelector("main .button")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_row_shows_name_excerpt_pad_and_date()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var note = await person.NoteAsync("In a pad", "First line\n\nsecond   line " + new string('x', 300), pad);
        await person.NoteAsync("Without");
        var home = await person.GetAsync("/");
        Assert.Equal("All notes (2)", home.Heading);
        var rows = home.Document.QuerySelectorAll(".notes tbody tr").ToList();
        Assert.Equal("No pad", rows[0].QuerySelector(".pad")!.TextContent);
        Assert.Equal($"/notes/{note}/", rows[1].QuerySelector(".name a")!.GetAttribute("href"));
        Assert.Equal($"/pads/{pad}/", rows[1].QuerySelector(".pad a")!.GetAttribute("href"));
        var excerpt = rows[1].QuerySelector("p")!.TextContent;
        Assert.StartsWith("First line second line xxx", excerpt, StringComparison.Ordinal);
        Assert.Equal(200, excerpt.Length);
        Assert.StartsWith("Today at ", rows[1].QuerySelector("time")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_notes_are_never_listed_or_counted()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        await other.NoteAsync("Theirs");
        await person.NoteAsync("Mine");
        var home = await person.GetAsync("/");
        Assert.Equal("All notes (1)", home.Heading);
        Assert.Equal(["Mine"], home.Notes);
    }

    [Theory]
    [InlineData("", "second third first", "descending", 1, "newest change first")]
    [InlineData("?order=-updated_at", "second third first", "descending", 1, "newest change first")]
    [InlineData("?order=updated_at", "first third second", "ascending", 1, "oldest change first")]
    [InlineData("?order=name", "first second third", "ascending", 0, "by name")]
    [InlineData("?order=-name", "third second first", "descending", 0, "by name, backwards")]
    [InlineData("?order=nonsense", "second third first", "descending", 1, "newest change first")]
    [InlineData("?order=text'--", "second third first", "descending", 1, "newest change first")]
    public async Task Lists_are_sorted_as_asked_newest_change_first_by_default(
        string query, string expected, string sort, int column, string words)
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Pad");
        await person.NoteAsync("first", pad: pad);
        var second = await person.NoteAsync("second", pad: pad);
        await person.NoteAsync("third", pad: pad);
        await person.SubmitAsync($"/notes/{second}/edit/");
        foreach (var path in new[] { "/" + query, $"/pads/{pad}/{query}" })
        {
            var page = await person.GetAsync(path);
            Assert.Equal(expected.Split(' '), page.Notes);
            var heads = page.Document.QuerySelectorAll(".notes th").ToList();
            var sorted = Assert.Single(heads, h => h.HasAttribute("aria-sort"));
            Assert.Equal(sort, sorted.GetAttribute("aria-sort"));
            var head = column == 0 ? "Note" : "Last modified";
            var arrow = sort == "ascending" ? "↑" : "↓";
            Assert.Equal($"{head} {arrow}", sorted.TextContent);
            Assert.EndsWith(words, page.Document.QuerySelector("caption")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_heading_sorts_and_pressed_again_reverses()
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("n");
        Assert.Equal(["?order=name", "?order=updated_at"], Links(await person.GetAsync("/")));
        Assert.Equal(["?order=-name", "?order=-updated_at"], Links(await person.GetAsync("/?order=name")));
        Assert.Equal(["?order=name", "?order=-updated_at"], Links(await person.GetAsync("/?order=-name")));
        Assert.Equal(["?order=name", "?order=-updated_at"], Links(await person.GetAsync("/?order=updated_at")));

        static IEnumerable<string?> Links(Answer page) =>
            page.Document.QuerySelectorAll(".notes th a").Select(a => a.GetAttribute("href"));
    }

    [Fact]
    public async Task Names_are_sorted_as_people_do()
    {
        var person = await App.PersonAsync();
        foreach (var name in new[] { "zebra", "Äther", "apple", "Banana", "Éclair" }) await person.NoteAsync(name);
        Assert.Equal(["apple", "Äther", "Banana", "Éclair", "zebra"], (await person.GetAsync("/?order=name")).Notes);
    }

    [Fact]
    public async Task Numbers_in_names_are_sorted_by_what_they_count()
    {
        var person = await App.PersonAsync();
        string[] sorted = ["Note 1", "Note 2", "Note 2a", "Note 10", "Version 1.9", "Version 1.10"];
        foreach (var name in sorted.Reverse())
        {
            await person.NoteAsync(name);
            await person.PadAsync(name);
        }
        var home = await person.GetAsync("/?order=name");
        Assert.Equal(sorted, home.Notes);
        var pads = home.Document.QuerySelectorAll("[aria-labelledby=my-pads] bdi");
        Assert.Equal(sorted, pads.Select(b => b.TextContent));
        var options = (await person.GetAsync("/notes/create/")).Document.QuerySelectorAll("#pad option");
        Assert.Equal(sorted, options.Skip(1).Select(o => o.TextContent));
        Assert.Equal(sorted.Reverse(), (await person.GetAsync("/?order=-name")).Notes);
    }

    [Fact]
    public async Task The_form_answers_with_and_without_the_last_slash()
    {
        var person = await App.PersonAsync();
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/notes/create")).Status);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/notes/create/")).Status);
    }
}

using AngleSharp.Dom;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Layout;

/// <summary>Names in any script, dates and numbers, as pages write them.</summary>
public sealed class NamesTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    /// <summary>
    /// Where a name cannot turn the words around it, or has a block of its own that takes its direction.
    /// </summary>
    const string Isolated =
        "bdi, h1[dir=auto], p[dir=auto], td[dir=auto], textarea[dir=auto], option, title, caption, h1.hidden";

    NotejamApp App => fixture.App;

    [Fact]
    public async Task A_name_in_another_direction_turns_only_itself()
    {
        const string name = "שלום! (1)";
        var person = await App.PersonAsync();
        var pad = await person.PadAsync(name);
        var note = await person.NoteAsync(name, name, pad);
        foreach (var path in Paths(note, pad))
        {
            var page = await person.GetAsync(path);
            var texts = page.Document.Descendants<IText>()
                .Where(t => t.Data.Contains(name, StringComparison.Ordinal))
                .ToList();
            Assert.NotEmpty(texts);
            Assert.All(texts, t =>
                Assert.True(t.ParentElement!.Closest(Isolated) is not null, $"{path}: {t.ParentElement.OuterHtml}"));
            Assert.Empty(page.Document.QuerySelectorAll("a[dir]"));
        }
    }

    /// <summary>HTML takes three digits of a second at most.</summary>
    [Fact]
    public async Task Times_are_written_as_HTML_knows_them()
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("A note");
        var time = (await person.GetAsync("/")).Document.QuerySelector("time")!.GetAttribute("datetime");
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", time);
    }

    [Fact]
    public async Task Thousands_are_set_apart_wherever_notes_are_counted()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Large");
        await Seed.NotesAsync(App.Connection, 1234, person.Email, pad: $"uuid '{pad}'");
        var link = (await person.GetAsync("/")).Document.QuerySelector(".notes .name a")!;
        var note = Person.IdIn(link.GetAttribute("href")!);
        foreach (var path in Paths(note, pad))
        {
            var page = await person.GetAsync(path);
            Assert.DoesNotContain("1234", page.Document.DocumentElement.TextContent, StringComparison.Ordinal);
            Assert.Contains("1,234", page.Document.QuerySelector(".side")!.TextContent, StringComparison.Ordinal);
        }
        var home = await person.GetAsync("/");
        Assert.Equal("All notes (1,234)", home.Heading);
        Assert.Equal("All notes (1,234) · Notejam", home.Title);
        var pager = (await person.GetAsync($"/pads/{pad}/")).Document.QuerySelector(".pager")!;
        Assert.Contains("1–50 of 1,234", pager.TextContent, StringComparison.Ordinal);
    }

    static string[] Paths(string note, string pad) =>
    [
        "/", $"/pads/{pad}/", $"/pads/{pad}/edit/", $"/pads/{pad}/delete/", "/notes/create/",
        $"/notes/{note}/", $"/notes/{note}/edit/", $"/notes/{note}/delete/",
    ];
}

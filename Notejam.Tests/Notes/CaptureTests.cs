using Notejam.Tests.Hosting;

namespace Notejam.Tests.Notes;

/// <summary>A thought is written down before it has a name.</summary>
public sealed class CaptureTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Theory]
    [InlineData("\n  Rowan jelly, sweet \nFreeze the berries.", "Rowan jelly, sweet")]
    [InlineData("# What *has* to be true\n\n- one", "What has to be true")]
    [InlineData("- [ ] Ask Priit", "Ask Priit")]
    [InlineData("1986. A great year", "1986. A great year")]
    [InlineData("---\nname: x", "---")]
    public async Task Without_a_name_it_is_called_by_its_first_line(string text, string name)
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync(" ", text);
        Assert.Equal(name, (await person.GetAsync($"/notes/{note}/")).Heading);
        Assert.Equal(text, await person.TypedAsync(note));
    }

    [Fact]
    public async Task A_first_line_that_is_too_long_for_a_name_is_cut()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("", string.Concat(Enumerable.Repeat("👩‍🚒", 60)));
        Assert.Equal(string.Concat(Enumerable.Repeat("👩‍🚒", 33)), (await person.GetAsync($"/notes/{note}/")).Heading);
    }

    [Fact]
    public async Task The_message_after_a_save_leads_to_the_note()
    {
        var person = await App.PersonAsync();
        var created = await person.SubmitAsync("/notes/create/", ("text", "Rowan jelly"));
        var note = MadeBy(await person.FollowAsync(created));
        Assert.Equal("Rowan jelly", (await person.GetAsync(note)).Heading);
        var saved = await person.SubmitAsync($"{note}edit/", ("name", "Jelly"));
        Assert.Equal(note, MadeBy(await person.FollowAsync(saved)));

        static string MadeBy(Answer page) => page.Document.QuerySelector(".flash a")!.GetAttribute("href")!;
    }

    /// <summary>What was typed into a form whose note was made already makes another, and the message means that.</summary>
    [Fact]
    public async Task The_message_leads_to_the_note_that_was_made()
    {
        var person = await App.PersonAsync();
        var form = await person.GetAsync("/notes/create/");
        foreach (var text in (string[])["First", "Second"])
        {
            var list = await person.FollowAsync(await person.SubmitAsync(form, ("text", text)));
            var note = list.Document.QuerySelector(".flash a")!.GetAttribute("href")!;
            Assert.Equal(text, (await person.GetAsync(note)).Heading);
        }
    }

    [Fact]
    public async Task Saved_to_keep_writing_it_comes_again_in_its_form()
    {
        var person = await App.PersonAsync();
        var form = await person.GetAsync("/notes/create/");
        var created = await person.SubmitAsync(form, ("name", "Jelly"), ("text", "Rowan"), ("stay", "true"));
        var note = Person.IdIn(created.Location);
        Assert.Equal($"/notes/{note}/edit/", created.Location);
        var again = await person.FollowAsync(created);
        Assert.Equal("Note is successfully created", again.Flash);
        Assert.Equal("Rowan", again.Document.GetElementById("text")!.TextContent);
        var saved = await person.SubmitAsync(again, ("text", "Rowan jelly"), ("stay", "true"));
        Assert.Equal($"/notes/{note}/edit/", saved.Location);
        Assert.Equal("Rowan jelly", await person.TypedAsync(note));
    }

    /// <summary>What a phone shares has an address, too.</summary>
    [Theory]
    [InlineData("text=One&url=https://example.org/", "One\nhttps://example.org/")]
    [InlineData("url=https://example.org/", "https://example.org/")]
    public async Task A_shared_address_follows_the_text(string query, string text)
    {
        var person = await App.PersonAsync();
        var form = await person.GetAsync($"/notes/create/?{query}");
        Assert.Equal(text, form.Document.GetElementById("text")!.TextContent);
    }

    [Fact]
    public async Task A_note_of_ones_own_begins_another()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var note = await person.NoteAsync("Jelly", "\nOne kilo", pad);
        var page = await person.GetAsync($"/notes/{note}/");
        var from = page.Document.QuerySelectorAll(".acts a").Single(a => a.TextContent == "Duplicate");
        var form = await person.GetAsync(from.GetAttribute("href")!);
        Assert.Equal($"/pads/{pad}/", (await person.SubmitAsync(form, ("name", "Jam"))).Location);
        Assert.Equal(["Jam", "Jelly"], (await person.GetAsync("/?order=name")).Notes);
        Assert.Equal("\nOne kilo", form.Document.GetElementById("text")!.TextContent);
    }

    [Fact]
    public async Task A_note_of_somebody_else_begins_nothing()
    {
        var note = await (await App.PersonAsync()).NoteAsync("Jelly", "One kilo");
        var form = await (await App.PersonAsync()).GetAsync($"/notes/create/?from={note}");
        Assert.Equal("", form.Document.GetElementById("text")!.TextContent);
        Assert.Equal("", form.Document.GetElementById("name")!.TextContent);
    }

    [Fact]
    public async Task An_address_fills_the_form_and_saves_nothing()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var form = await person.GetAsync($"/notes/create/?name=Rowan%20jelly&text=One%0ATwo%20%3Cb%3E&pad={pad}");
        Assert.Equal("Rowan jelly", form.Document.GetElementById("name")!.TextContent);
        Assert.Equal("One\nTwo <b>", form.Document.GetElementById("text")!.TextContent);
        Assert.Empty((await person.GetAsync("/")).Notes);
        Assert.Equal($"/pads/{pad}/", (await person.SubmitAsync(form)).Location);
        Assert.Equal(["Rowan jelly"], (await person.GetAsync("/")).Notes);
    }
}

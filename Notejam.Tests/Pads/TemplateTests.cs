using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Pads;

/// <summary>A pad may name a note that new ones in it begin like.</summary>
public sealed class TemplateTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task A_new_note_in_the_pad_begins_with_its_text_and_tags_and_a_name_of_its_own()
    {
        var (person, pad, _) = await WithTemplateAsync();
        var form = await person.GetAsync($"/notes/create/?at=text&pad={pad}");
        Assert.Equal(("", "## Who was there", "#work"), (Of(form, "name"), Of(form, "text"), Tags(form)));
        Assert.True(form.Document.GetElementById("name")!.HasAttribute("autofocus"));
        await person.SubmitAsync(form, ("name", "Tuesday"));
        Assert.Equal(["Tuesday"], (await person.GetAsync($"/pads/{pad}/")).Notes);
    }

    [Fact]
    public async Task Elsewhere_and_where_another_note_was_named_it_does_not()
    {
        var (person, pad, _) = await WithTemplateAsync();
        var other = await person.NoteAsync("Jelly", "One kilo");
        Assert.Equal("", Of(await person.GetAsync("/notes/create/"), "text"));
        var like = await person.GetAsync($"/notes/create/?pad={pad}&from={other}");
        Assert.Equal(("Jelly", "One kilo", ""), (Of(like, "name"), Of(like, "text"), Tags(like)));
        var given = await person.GetAsync($"/notes/create/?pad={pad}&text=Mine");
        Assert.Equal("Mine", Of(given, "text"));
    }

    [Fact]
    public async Task Its_settings_show_the_name_and_take_another_in_any_case_or_none()
    {
        var (person, pad, _) = await WithTemplateAsync();
        await person.NoteAsync("Retro", "What went well");
        var settings = await person.GetAsync($"/pads/{pad}/edit/");
        Assert.Equal("Minutes", Value(settings, "template"));
        await person.SubmitAsync(settings, ("template", " rETRO "));
        Assert.Equal("Retro", Value(await person.GetAsync($"/pads/{pad}/edit/"), "template"));
        Assert.Equal("What went well", Of(await person.GetAsync($"/notes/create/?pad={pad}"), "text"));
        await person.SubmitAsync($"/pads/{pad}/edit/", ("template", ""));
        Assert.Equal("", Of(await person.GetAsync($"/notes/create/?pad={pad}"), "text"));
    }

    [Fact]
    public async Task A_name_that_no_note_has_is_refused_and_stays_in_the_field()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        await other.NoteAsync("Theirs", "A secret");
        var pad = await person.PadAsync("Meetings");
        foreach (var name in new[] { "Theirs", "Nobody's", new string('n', 101) })
        {
            var refused = await person.SubmitAsync($"/pads/{pad}/edit/", ("name", "Talks"), ("template", name));
            Assert.Equal(["template"], refused.Wrong);
            Assert.Equal(("Talks", name), (Value(refused, "name"), Value(refused, "template")));
        }
        Assert.Equal(["Meetings 0"], (await person.GetAsync("/")).Pads);
        Assert.Equal("", Of(await person.GetAsync($"/notes/create/?pad={pad}"), "text"));
    }

    [Fact]
    public async Task In_the_trash_it_begins_nothing_and_out_of_it_again()
    {
        var (person, pad, note) = await WithTemplateAsync();
        var deleted = await person.ActAsync(note, "Delete");
        Assert.Equal("", Of(await person.GetAsync($"/notes/create/?pad={pad}"), "text"));
        await person.SubmitAsync($"/pads/{pad}/edit/", ("name", "Talks"));
        await person.SubmitAsync(deleted.Undo);
        Assert.Equal("## Who was there", Of(await person.GetAsync($"/notes/create/?pad={pad}"), "text"));
    }

    [Fact]
    public async Task In_the_trash_it_gives_way_to_another_note_of_its_name()
    {
        var (person, pad, note) = await WithTemplateAsync();
        await person.ActAsync(note, "Delete");
        await person.NoteAsync("Minutes", "Another");
        await person.SubmitAsync($"/pads/{pad}/edit/");
        Assert.Equal("Another", Of(await person.GetAsync($"/notes/create/?pad={pad}"), "text"));
    }

    [Fact]
    public async Task A_form_that_does_not_ask_for_it_leaves_it()
    {
        var (person, pad, _) = await WithTemplateAsync();
        var token = (await person.GetAsync($"/pads/{pad}/edit/")).Token;
        await person.PostAsync($"/pads/{pad}/edit/", ("csrf", token), ("name", "Talks"));
        Assert.Equal(["Talks 0"], (await person.GetAsync("/")).Pads);
        Assert.Equal("## Who was there", Of(await person.GetAsync($"/notes/create/?pad={pad}"), "text"));
    }

    [Fact]
    public async Task Of_two_notes_of_the_name_the_chosen_one_stays()
    {
        var (person, pad, _) = await WithTemplateAsync();
        await person.NoteAsync("Minutes", "Another");
        await person.SubmitAsync($"/pads/{pad}/edit/", ("name", "Talks"));
        Assert.Equal("## Who was there", Of(await person.GetAsync($"/notes/create/?pad={pad}"), "text"));
    }

    [Fact]
    public async Task A_pad_that_was_deleted_meanwhile_is_made_anew_with_it()
    {
        var (person, pad, _) = await WithTemplateAsync();
        var settings = await person.GetAsync($"/pads/{pad}/edit/");
        await person.SubmitAsync($"/pads/{pad}/delete/");
        var gone = await person.SubmitAsync(settings, ("name", "Talks"));
        Assert.Equal((HttpStatusCode.NotFound, "Minutes"), (gone.Status, Value(gone, "template")));
        var unnamed = await person.SubmitAsync(gone, ("name", ""));
        Assert.Equal(["name"], unnamed.Wrong);
        Assert.Equal("Minutes", Value(unnamed, "template"));
        var made = Person.IdIn((await person.SubmitAsync(unnamed, ("name", "Talks"))).Location);
        Assert.Equal("## Who was there", Of(await person.GetAsync($"/notes/create/?pad={made}"), "text"));
    }

    async Task<(Person Person, string Pad, string Note)> WithTemplateAsync()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Meetings");
        var note = await person.NoteAsync("Minutes", "## Who was there", tags: "#work");
        var saved = await person.SubmitAsync($"/pads/{pad}/edit/", ("template", "Minutes"));
        Assert.Equal("Pad is successfully updated", (await person.FollowAsync(saved)).Flash);
        return (person, pad, note);
    }

    static string Of(Answer form, string field) => form.Document.GetElementById(field)!.TextContent;

    static string Tags(Answer form) => Value(form, "tags");

    static string Value(Answer form, string field) => form.Document.GetElementById(field)!.GetAttribute("value") ?? "";
}

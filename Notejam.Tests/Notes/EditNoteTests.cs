using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Notes;

public sealed class EditNoteTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task The_owner_edits_and_is_led_home_from_a_note_without_a_pad()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Before", "Before text");
        var form = await person.GetAsync($"/notes/{note}/edit/");
        Assert.Equal("Edit: Before · Notejam", form.Title);
        Assert.Equal("Before", form.Document.GetElementById("name")!.TextContent);
        Assert.Equal("Before text", form.Document.GetElementById("text")!.TextContent.Trim());
        var saved = await person.SubmitAsync(form, ("name", "After"), ("text", "After text"));
        Assert.Equal("/", saved.Location);
        Assert.Equal("Note is successfully updated", (await person.FollowAsync(saved)).Flash);
        var page = await person.GetAsync($"/notes/{note}/");
        Assert.Equal(("After", "After text"), (page.Heading, page.Document.QuerySelector(".note")!.TextContent.Trim()));
    }

    [Fact]
    public async Task Moved_into_a_pad_it_leads_there_and_out_again_home()
    {
        var person = await App.PersonAsync();
        var (pad, note) = (await person.PadAsync("Kitchen"), await person.NoteAsync("Jelly"));
        Assert.Equal($"/pads/{pad}/", (await person.SubmitAsync($"/notes/{note}/edit/", ("pad", pad))).Location);
        Assert.Equal(["Jelly"], (await person.GetAsync($"/pads/{pad}/")).Notes);
        Assert.Equal("/", (await person.SubmitAsync($"/notes/{note}/edit/", ("pad", ""))).Location);
        Assert.Empty((await person.GetAsync($"/pads/{pad}/")).Notes);
    }

    [Fact]
    public async Task Name_and_text_are_required()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Before", "Before text");
        var answer = await person.SubmitAsync($"/notes/{note}/edit/", ("name", " "), ("text", ""));
        Assert.Equal(["name", "text"], answer.Wrong);
        Assert.Equal("Error: Edit: Before · Notejam", answer.Title);
        Assert.Equal("Before", (await person.GetAsync($"/notes/{note}/")).Heading);
    }

    [Fact]
    public async Task Its_pad_is_marked_in_the_menu_also_where_the_form_comes_back()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Jelly", pad: await person.PadAsync("Kitchen"));
        var form = await person.GetAsync($"/notes/{note}/edit/");
        var again = await person.SubmitAsync(form, ("text", ""));
        Assert.Equal(["text"], again.Wrong);
        foreach (var page in new[] { form, again })
            Assert.Equal("Kitchen 1", page.Document.QuerySelector(".side [aria-current=true]")!.TextContent);
    }

    [Fact]
    public async Task Another_user_cannot_edit()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var note = await person.NoteAsync("Mine", "My text");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/notes/{note}/edit/")).Status);
        var token = (await other.GetAsync("/")).Token;
        var answer = await other.PostAsync(
            $"/notes/{note}/edit/", ("name", "Stolen"), ("text", "t"), ("csrf", token));
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("Mine", (await person.GetAsync($"/notes/{note}/")).Heading);
    }

    [Fact]
    public async Task It_cannot_be_put_into_somebody_elses_pad()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var note = await person.NoteAsync("Mine");
        var theirs = await other.PadAsync("Theirs");
        var answer = await person.SubmitAsync($"/notes/{note}/edit/", ("name", "Changed"), ("pad", theirs));
        Assert.Equal(["pad"], answer.Wrong);
        Assert.Equal("Mine", (await person.GetAsync($"/notes/{note}/")).Heading);
        Assert.True(await OfNoteAsync<bool>(note, "pad_id IS NULL"));
    }

    [Fact]
    public async Task Each_edit_sets_updated_at_and_none_sets_created_at()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Mine");
        Assert.True(await OfNoteAsync<bool>(note, "created_at = updated_at"));
        var created = await OfNoteAsync<DateTime>(note, "created_at");
        await person.SubmitAsync($"/notes/{note}/edit/");
        var first = await OfNoteAsync<DateTime>(note, "updated_at");
        await person.SubmitAsync($"/notes/{note}/edit/", ("text", "Changed"));
        var second = await OfNoteAsync<DateTime>(note, "updated_at");
        Assert.True(created < first && first < second, $"{created:O} {first:O} {second:O}");
        Assert.Equal(created, await OfNoteAsync<DateTime>(note, "created_at"));
    }

    [Fact]
    public async Task Edits_while_it_is_deleted_find_it_or_do_not()
    {
        var person = await App.PersonAsync();
        for (var round = 0; round < 10; round++)
        {
            var (note, pad) = (await person.NoteAsync("Mine"), await person.PadAsync("Mine"));
            var edit = await person.GetAsync($"/notes/{note}/edit/");
            var editPad = await person.GetAsync($"/pads/{pad}/edit/");
            var answers = await Task.WhenAll([
                .. Enumerable.Range(0, 4).Select(_ => person.SubmitAsync(edit, ("text", "Changed"))),
                .. Enumerable.Range(0, 4).Select(_ => person.SubmitAsync(editPad, ("name", "Changed"))),
                person.PostAsync($"/notes/{note}/delete/", ("csrf", edit.Token)),
                person.PostAsync($"/pads/{pad}/delete/", ("csrf", edit.Token))]);
            Assert.All(answers, a => Assert.True(
                a.Status is HttpStatusCode.SeeOther or HttpStatusCode.NotFound or HttpStatusCode.Conflict, $"{a.Status}"));
        }
    }

    [Fact]
    public async Task A_pad_that_was_deleted_meanwhile_costs_no_typed_character()
    {
        var person = await App.PersonAsync();
        var (pad, note) = (await person.PadAsync("Kitchen"), await person.NoteAsync("Jelly"));
        var form = await person.GetAsync($"/notes/{note}/edit/");
        await person.SubmitAsync($"/pads/{pad}/delete/");
        var answer = await person.SubmitAsync(form, ("text", "Typed for an hour"), ("pad", pad));
        Assert.Equal(["pad"], answer.Wrong);
        var text = answer.Document.GetElementById("text")!.TextContent;
        Assert.Contains("Typed for an hour", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_that_was_deleted_for_good_meanwhile_costs_no_typed_character_and_can_be_saved_as_a_new_one()
    {
        var person = await App.PersonAsync();
        var (pad, gone) = (await person.PadAsync("Kitchen"), await person.PadAsync("Gone"));
        foreach (var (chosen, expected) in new[] { (pad, $"/pads/{pad}/"), (gone, "/") })
        {
            var note = await person.NoteAsync("Jelly", pad: chosen);
            var form = await person.GetAsync($"/notes/{note}/edit/");
            await person.SubmitAsync($"/notes/{note}/delete/");
            await person.SubmitAsync($"/trash/notes/{note}/delete/");
            if (chosen == gone) await person.SubmitAsync($"/pads/{gone}/delete/");
            var answer = await person.SubmitAsync(form, ("name", "Rowan jelly"), ("text", "Typed for an hour"));
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            var alert = answer.Document.QuerySelector("[role=alert]")!.TextContent;
            Assert.StartsWith("Your text is safe, but not saved", alert, StringComparison.Ordinal);
            Assert.Equal("Save as a new note", answer.Document.QuerySelector(".save button")!.TextContent);
            Assert.NotEqual(note, answer.Form.QuerySelector("[name=id]")!.GetAttribute("value"));
            var saved = await person.SubmitAsync(answer);
            Assert.Equal((HttpStatusCode.SeeOther, expected), (saved.Status, saved.Location));
            Assert.Contains("Rowan jelly", (await person.FollowAsync(saved)).Notes);
        }
    }

    [Fact]
    public async Task Somebody_elses_note_gets_the_answer_of_a_missing_one_byte_by_byte()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var theirs = await other.NoteAsync("Theirs");
        var token = (await person.GetAsync("/notes/create/")).Token;
        Assert.Equal(await AnswerAsync("01a205c4-9ae1-7fc7-adc0-e31ed2b2886e"), await AnswerAsync(theirs));

        async Task<string> AnswerAsync(string id)
        {
            var answer = await person.PostAsync($"/notes/{id}/edit/", ("csrf", token), ("name", "n"), ("text", "t"));
            foreach (var own in answer.Document.QuerySelectorAll("[name=csrf], [name=id]"))
            {
                own.SetAttribute("value", "");
            }
            return $"{answer.Status} {answer.Document.DocumentElement.OuterHtml}";
        }
    }

    Task<T> OfNoteAsync<T>(string note, string what) =>
        Postgres.ScalarAsync<T>(App.Connection, $"SELECT {what} FROM notes WHERE id = '{note}'");
}

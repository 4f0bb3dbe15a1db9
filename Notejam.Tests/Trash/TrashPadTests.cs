using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Trash;

public sealed class TrashPadTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task It_takes_its_notes_along_and_undo_brings_all_of_them_back()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Boats");
        await person.NoteAsync("Ropes", pad: pad);
        await person.NoteAsync("Varnish", pad: pad);
        await person.NoteAsync("Elsewhere");
        var deleted = await person.SubmitAsync(DeleteForm(await person.GetAsync($"/pads/{pad}/edit/")));
        Assert.Equal("/", deleted.Location);
        var home = await person.FollowAsync(deleted);
        Assert.Equal("Moved 2 notes and the pad Boats to trash.", home.Flash);
        Assert.Equal(["Elsewhere"], home.Notes);
        Assert.Equal("All notes (1)", home.Heading);
        Assert.Equal(["No pads"], home.Pads);

        var undone = await person.SubmitAsync(home.Undo);
        Assert.Equal($"/pads/{pad}/", undone.Location);
        var back = await person.FollowAsync(undone);
        Assert.Equal("Restored 2 notes and the pad Boats.", back.Flash);
        Assert.Equal(["Varnish", "Ropes"], back.Notes);
        Assert.Equal(["Boats 2"], back.Pads);
        Assert.Empty((await person.GetAsync("/trash/")).Notes);
    }

    [Fact]
    public async Task It_is_one_line_of_the_trash_and_its_page_has_its_notes()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Boats");
        var ropes = await person.NoteAsync("Ropes", pad: pad);
        await person.NoteAsync("Varnish", pad: pad);
        await person.SubmitAsync($"/pads/{pad}/delete/");
        var trash = await person.GetAsync("/trash/");
        Assert.Equal(["Boats"], trash.Notes);
        Assert.Equal("Trash (2)", trash.Heading);
        var line = trash.Document.QuerySelector(".notes tbody tr")!.TextContent;
        Assert.Contains("2 notes: Ropes, Varnish", line, StringComparison.Ordinal);
        Assert.Contains("30 days left", line, StringComparison.Ordinal);

        foreach (var path in new[] { "", "edit/", "delete/" })
        {
            var page = await person.GetAsync($"/pads/{pad}/{path}");
            Assert.Equal(["Varnish", "Ropes"], page.Notes);
            Assert.Equal("Boats (2)", page.Heading);
            Assert.StartsWith("This pad is in the trash, until ", page.Flash!, StringComparison.Ordinal);
        }

        // One of them alone has no pad to go back to, and stays out when the pad comes back.
        await person.PostAsync($"/notes/{ropes}/restore/", ("csrf", trash.Token));
        Assert.Equal("No pad", (await person.GetAsync("/")).Document.QuerySelector("td.pad")!.TextContent.Trim());
        await person.SubmitAsync($"/pads/{pad}/");
        Assert.Equal(["Varnish"], (await person.GetAsync($"/pads/{pad}/")).Notes);
    }

    [Fact]
    public async Task What_was_in_the_trash_before_does_not_come_back_with_it()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Boats");
        var old = await person.NoteAsync("Thrown away", pad: pad);
        await person.NoteAsync("Kept", pad: pad);
        await person.SubmitAsync($"/notes/{old}/delete/");
        await person.SubmitAsync($"/pads/{pad}/delete/");
        await person.GetAsync("/");
        Assert.Equal(["Boats", "Thrown away"], (await person.GetAsync("/trash/")).Notes);
        await person.SubmitAsync($"/pads/{pad}/");
        Assert.Equal(["Kept"], (await person.GetAsync($"/pads/{pad}/")).Notes);
        Assert.Equal(["Thrown away"], (await person.GetAsync("/trash/")).Notes);
    }

    [Fact]
    public async Task A_repeat_answers_as_the_first_did()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Once");
        await person.NoteAsync("Inside", pad: pad);
        var page = await person.GetAsync($"/pads/{pad}/delete/");
        var answers = await Task.WhenAll(person.SubmitAsync(page), person.SubmitAsync(page), person.SubmitAsync(page));
        Assert.All(answers, a => Assert.Equal((HttpStatusCode.SeeOther, "/"), (a.Status, a.Location)));
        var home = await person.FollowAsync(await person.SubmitAsync(page));
        Assert.Equal("Moved 1 note and the pad Once to trash.", home.Flash);
        var undone = await Task.WhenAll(person.SubmitAsync(home.Undo), person.SubmitAsync(home.Undo));
        Assert.All(undone, a => Assert.Equal((HttpStatusCode.SeeOther, $"/pads/{pad}/"), (a.Status, a.Location)));
        Assert.Equal(["Inside"], (await person.GetAsync($"/pads/{pad}/")).Notes);
    }

    [Fact]
    public async Task Nothing_can_be_put_into_it_any_more()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Boats");
        var form = await person.GetAsync($"/notes/create/?pad={pad}");
        await person.SubmitAsync($"/pads/{pad}/delete/");
        var refused = await person.SubmitAsync(form, ("name", "Late"), ("text", "Late."));
        Assert.Equal("Choose one of your pads", refused.Error("pad"));
        await person.SubmitAsync($"/pads/{pad}/");
        Assert.Empty((await person.GetAsync($"/pads/{pad}/")).Notes);
    }

    /// <summary>Neither does a note come to be in a pad that is in the trash, nor do the two wait for each other.</summary>
    [Fact]
    public async Task Notes_that_are_written_meanwhile_go_with_it_or_are_told()
    {
        var person = await App.PersonAsync();
        for (var round = 0; round < 10; round++)
        {
            var pad = await person.PadAsync($"Pad {round}");
            var note = await person.NoteAsync("There", pad: pad);
            var edit = await person.GetAsync($"/notes/{note}/edit/");
            var create = await person.GetAsync($"/notes/create/?pad={pad}");
            var delete = await person.GetAsync($"/pads/{pad}/delete/");
            var answers = await Task.WhenAll(
                person.SubmitAsync(create, ("name", "New"), ("text", "New.")),
                person.SubmitAsync(edit, ("text", "Changed.")),
                person.SubmitAsync(delete));
            Assert.Contains(answers[0].Status, (HttpStatusCode[])[HttpStatusCode.SeeOther, (HttpStatusCode)422]);
            Assert.Contains(answers[1].Status, (HttpStatusCode[])[HttpStatusCode.SeeOther, HttpStatusCode.Conflict]);
            Assert.Equal(HttpStatusCode.SeeOther, answers[2].Status);
        }
        Assert.Equal(0, await Postgres.ScalarAsync<long>(App.Connection, """
            SELECT count(*) FROM notes JOIN pads ON pads.id = pad_id
            WHERE notes.trashed_at IS NULL AND pads.trashed_at IS NOT NULL
            """));
        Assert.Empty((await person.GetAsync("/")).Notes);
    }

    static AngleSharp.Html.Dom.IHtmlFormElement DeleteForm(Answer page) =>
        page.Document.Forms.Single(f => f.GetAttribute("action")!.EndsWith("/trash/", StringComparison.Ordinal));
}

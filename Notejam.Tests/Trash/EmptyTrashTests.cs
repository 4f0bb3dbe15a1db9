using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Trash;

public sealed class EmptyTrashTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task It_asks_with_the_number_and_deletes_that_and_no_more()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Boats");
        await person.NoteAsync("Ropes", pad: pad);
        var (old, late) = (await person.NoteAsync("Old"), await person.NoteAsync("Late"));
        await person.SubmitAsync($"/pads/{pad}/delete/");
        await person.SubmitAsync($"/notes/{old}/delete/");
        var page = await person.GetAsync("/trash/empty/");
        Assert.Equal("Delete 2 notes", page.Form.QuerySelector("button")!.TextContent);
        Assert.Contains(
            "Deletes 2 notes, their history and the pad Boats for good. This cannot be undone.",
            page.Form.TextContent,
            StringComparison.Ordinal);

        // What comes into the trash after the page had asked is not what was agreed to.
        await person.SubmitAsync($"/notes/{late}/delete/");
        var emptied = await person.SubmitAsync(page);
        var again = await person.SubmitAsync(page);
        Assert.Equal(("/trash/", "/trash/"), (emptied.Location, again.Location));
        var trash = await person.FollowAsync(again);
        Assert.Equal(("The trash was emptied.", "Trash (1)"), (trash.Flash, trash.Heading));
        Assert.Equal(["Late"], trash.Notes);
        Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync($"/notes/{old}/")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync($"/pads/{pad}/")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("99999999999999999999999")]
    [InlineData("9223372036854775807")]
    public async Task Without_its_time_it_does_nothing(string asked)
    {
        var person = await App.PersonAsync();
        await person.SubmitAsync($"/notes/{await person.NoteAsync("Kept")}/delete/");
        await person.SubmitAsync("/trash/empty/", ("asked", asked));
        Assert.Equal(["Kept"], (await person.GetAsync("/trash/")).Notes);
    }

    [Fact]
    public async Task One_note_alone_is_deleted_for_good_with_its_history()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Ropes", "First.");
        await person.SubmitAsync($"/notes/{note}/edit/", ("text", "Second."));
        var token = (await person.GetAsync("/")).Token;
        var early = await person.PostAsync($"/trash/notes/{note}/delete/", ("csrf", token));
        Assert.Equal(HttpStatusCode.NotFound, early.Status);
        Assert.Equal("Second.", await person.TextAsync(note));

        await person.SubmitAsync($"/notes/{note}/delete/");
        var page = await person.GetAsync($"/trash/notes/{note}/delete/");
        Assert.Contains("Deletes “Ropes” and its history for good.", page.Form.TextContent, StringComparison.Ordinal);
        var answers = await Task.WhenAll(person.SubmitAsync(page), person.SubmitAsync(page));
        Assert.All(answers, a => Assert.Equal("/trash/", a.Location));
        Assert.Equal("Deleted for good.", (await person.FollowAsync(answers[0])).Flash);
        Assert.Equal(0, await Postgres.ScalarAsync<long>(
            App.Connection, $"SELECT count(*) FROM note_revisions WHERE note_id = '{note}'"));
    }

    [Fact]
    public async Task What_was_restored_meanwhile_is_not_deleted()
    {
        var person = await App.PersonAsync();
        var (note, pad) = (await person.NoteAsync("Ropes"), await person.PadAsync("Boats"));
        foreach (var (kind, id) in new[] { ("notes", note), ("pads", pad) })
        {
            await person.SubmitAsync($"/{kind}/{id}/delete/");
            var page = await person.GetAsync($"/trash/{kind}/{id}/delete/");
            await person.SubmitAsync($"/{kind}/{id}/");
            var answer = await person.SubmitAsync(page);
            Assert.Equal($"/{kind}/{id}/", answer.Location);
            Assert.Equal(
                "It was restored meanwhile, and nothing was deleted.", (await person.FollowAsync(answer)).Flash);
        }
    }

    [Fact]
    public async Task A_pad_is_deleted_for_good_and_what_was_thrown_away_before_stays()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Boats");
        var before = await person.NoteAsync("Before", pad: pad);
        await person.NoteAsync("With it", pad: pad);
        await person.SubmitAsync($"/notes/{before}/delete/");
        await person.SubmitAsync($"/pads/{pad}/delete/");
        await person.SubmitAsync($"/trash/pads/{pad}/delete/");
        await person.GetAsync("/");
        Assert.Equal(["Before"], (await person.GetAsync("/trash/")).Notes);
        await person.SubmitAsync($"/notes/{before}/");
        var home = await person.GetAsync("/");
        Assert.Equal("No pad", home.Document.QuerySelector("td.pad")!.TextContent.Trim());
    }

    [Fact]
    public async Task Somebody_elses_form_does_not_say_that_a_note_was_there()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var note = await person.NoteAsync("Mine");
        await person.SubmitAsync($"/notes/{note}/delete/");
        var page = await person.GetAsync($"/trash/notes/{note}/delete/");
        await person.SubmitAsync(page);
        var token = (await other.GetAsync("/")).Token;
        Assert.Equal(HttpStatusCode.NotFound, (await other.SubmitAsync(page, ("csrf", token))).Status);
    }

    [Fact]
    public async Task A_long_trash_has_pages()
    {
        var person = await App.PersonAsync();
        await Seed.NotesAsync(App.Connection, 120, person.Email);
        await Postgres.ExecuteAsync(App.Connection, $"""
            UPDATE notes SET trashed_at = now() - random() * interval '9 days', batch_id = gen_random_uuid()
            WHERE owner_id = (SELECT id FROM users WHERE email = '{person.Email}')
            """);
        HashSet<string> seen = [];
        string[] pages = ["/trash/", "/trash/?page=2", "/trash/?page=3"];
        foreach (var page in pages) seen.UnionWith((await person.GetAsync(page)).Notes);
        Assert.Equal(120, seen.Count);
        Assert.Equal("Trash (120)", (await person.GetAsync("/trash/?page=99")).Heading);
        Assert.Equal(50, (await person.GetAsync("/trash/?page=99")).Notes.Count());
        Assert.Equal(50, (await person.GetAsync("/trash/?page=nonsense")).Notes.Count());
    }
}

using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Archive;

/// <summary>What is archived is out of the lists and their counts, still found and read, and kept.</summary>
public sealed class ArchiveTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task A_note_leaves_the_lists_and_their_counts_and_comes_back()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var note = await person.NoteAsync("Jelly", pad: pad);
        await person.NoteAsync("Bread", pad: pad);
        var archived = await person.ActAsync(note, "Archive");
        Assert.Equal(("Archived.", "Kitchen (1)"), (archived.Flash, archived.Heading));
        Assert.Equal(["Bread"], archived.Notes);
        Assert.Equal("All notes 1, Kitchen 1, Archive 1, Trash 0", Counts(await person.GetAsync("/")));
        Assert.Equal(["Bread"], (await person.GetAsync("/")).Notes);

        var page = await person.GetAsync("/archive/");
        Assert.Equal(("Archive (1)", "Archive (1) · Notejam"), (page.Heading, page.Title));
        Assert.Equal(["Jelly"], page.Notes);
        Assert.Equal("Kitchen", page.Document.QuerySelector("td.pad small")!.TextContent.Trim());
        var read = await person.GetAsync($"/notes/{note}/");
        Assert.Equal("Archived", read.Document.QuerySelector(".meta .flag")!.TextContent);
        Assert.DoesNotContain(Buttons(read), b => b == "Pin");
        var here = Assert.Single(read.Document.QuerySelectorAll(".side [aria-current]"));
        Assert.Equal("/archive/", here.GetAttribute("href"));

        var form = page.Document.QuerySelector<IHtmlFormElement>("td form")!;
        var back = await person.FollowAsync(await person.SubmitAsync(form));
        Assert.Equal(("Unarchived.", "Jelly"), (back.Flash, back.Heading));
        Assert.Equal("All notes 2, Kitchen 2, Archive 0, Trash 0", Counts(back));
        Assert.Equal(2, (await person.GetAsync($"/pads/{pad}/")).Notes.Count());
        var empty = await person.GetAsync("/archive/");
        Assert.Equal("Nothing is in the archive.", empty.Document.QuerySelector(".lead")!.TextContent);
    }

    [Fact]
    public async Task Undo_brings_it_back_and_archiving_it_unpins()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Jelly");
        await person.ActAsync(note, "Pin");
        var archived = await person.ActAsync(note, "Archive");
        Assert.Equal("Jelly", (await person.FollowAsync(await person.SubmitAsync(archived.Undo))).Heading);
        Assert.Contains("Pin", Buttons(await person.GetAsync($"/notes/{note}/")));
    }

    [Fact]
    public async Task What_is_archived_is_not_pinned_and_that_is_said()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Jelly");
        var token = (await person.GetAsync($"/notes/{note}/")).Token;
        await person.ActAsync(note, "Archive");
        var refused = await person.FollowAsync(await person.PostAsync($"/notes/{note}/pin/", ("csrf", token)));
        Assert.Equal("It is in the archive. Unarchive it first, then pin it.", refused.Flash);
        Assert.Equal("Archive 1", Counts(refused).Split(", ")[^2]);
        Assert.Empty((await person.GetAsync("/")).Notes);
    }

    [Fact]
    public async Task Several_go_together_and_come_back_by_undo_where_they_were()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        string[] notes = [await person.NoteAsync("One", pad: pad), await person.NoteAsync("Two")];
        await person.NoteAsync("Kept");
        var select = await person.GetAsync("/?select");
        Assert.NotNull(select.Document.QuerySelector(".save [formaction='/notes/archive/']"));
        var undo = "";
        for (var times = 0; times < 2; times++)
        {
            var sent = await person.PostAsync(
                "/notes/archive/", [("csrf", select.Token), ("back", "/"), .. notes.Select(n => ("note", n))]);
            var home = await person.FollowAsync(sent);
            Assert.Equal(("Archived 2 notes.", "/"), (home.Flash, sent.Location));
            Assert.Equal(["Kept"], home.Notes);
            undo = home.Undo.GetAttribute("action")!;
        }
        var undone = await person.FollowAsync(await person.PostAsync(undo, ("csrf", select.Token)));
        Assert.Equal("Unarchived 2 notes.", undone.Flash);
        Assert.Equal(["One"], (await person.GetAsync($"/pads/{pad}/")).Notes);
        Assert.Equal(3, undone.Notes.Count());
        var none = await person.PostAsync("/notes/archive/", ("csrf", select.Token));
        Assert.Equal("Choose notes first.", (await person.FollowAsync(none)).Flash);
    }

    [Fact]
    public async Task The_search_finds_it_with_a_flag_and_by_the_archive_alone()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Jelly, archived");
        await person.NoteAsync("Jelly, fresh");
        await person.NoteAsync("Jelly, pinned");
        await person.ActAsync(note, "Archive");
        var all = await person.GetAsync("/search/?q=jelly");
        Assert.Equal(3, all.Document.QuerySelectorAll(".hits li").Length);
        var flagged = all.Document.QuerySelectorAll(".hits li").Single(hit => hit.QuerySelector(".flag") is not null);
        Assert.Equal("Archived", flagged.QuerySelector(".flag")!.TextContent);
        Assert.Equal(["Jelly, archived"], (await person.GetAsync("/search/?q=jelly+is:archived")).Hits);
        Assert.Equal(["Jelly, archived"], (await person.GetAsync("/search/?q=is:archived")).Hits);

        var pinned = Person.IdIn(all.Document.QuerySelectorAll(".hits a")
            .Single(a => a.TextContent == "Jelly, pinned").GetAttribute("href")!);
        await person.ActAsync(pinned, "Pin");
        Assert.Equal(["Jelly, pinned"], (await person.GetAsync("/search/?q=is:pinned")).Hits);
    }

    [Fact]
    public async Task It_goes_to_the_trash_with_its_pad_and_comes_back_to_the_archive()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var note = await person.NoteAsync("Jelly", pad: pad);
        await person.NoteAsync("Bread", pad: pad);
        await person.ActAsync(note, "Archive");
        var trashed = await person.FollowAsync(await person.SubmitAsync($"/pads/{pad}/delete/"));
        Assert.Equal("Moved 2 notes and the pad Kitchen to trash.", trashed.Flash);
        Assert.Equal("All notes 0, Archive 0, Trash 2", Counts(trashed));
        Assert.Empty((await person.GetAsync("/archive/")).Notes);
        var restored = await person.FollowAsync(await person.SubmitAsync(trashed.Undo));
        Assert.Equal("All notes 1, Kitchen 1, Archive 1, Trash 0", Counts(restored));
        Assert.Equal(["Jelly"], (await person.GetAsync("/archive/")).Notes);
        await person.ActAsync(note, "Delete");
        Assert.Equal("All notes 1, Kitchen 1, Archive 0, Trash 1", Counts(await person.GetAsync("/")));
    }

    [Fact]
    public async Task It_is_paged_the_latest_first()
    {
        var person = await App.PersonAsync();
        await Seed.NotesAsync(App.Connection, 60, person.Email);
        await Postgres.ExecuteAsync(App.Connection, $"""
            UPDATE notes SET archived_at = updated_at FROM users
            WHERE users.id = owner_id AND email = '{person.Email}'
            """);
        var first = await person.GetAsync("/archive/");
        Assert.Equal(("Archive (60)", "note 1", 50), (first.Heading, first.Notes.First(), first.Notes.Count()));
        var second = await person.GetAsync("/archive/?page=2");
        Assert.Equal(60, first.Notes.Concat(second.Notes).Distinct().Count());
        Assert.Equal(first.Notes, (await person.GetAsync("/archive/?page=9")).Notes);
    }

    [Fact]
    public async Task Nobody_archives_or_sees_somebody_elses()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var (note, there) = (await person.NoteAsync("Jelly"), await person.NoteAsync("Bread"));
        await person.ActAsync(there, "Archive");
        var token = (await other.GetAsync("/settings/")).Token;
        foreach (var path in new[] { $"{note}/archive", $"{there}/unarchive" })
        {
            var answer = await other.PostAsync($"/notes/{path}/", ("csrf", token));
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        }
        var several = await other.FollowAsync(
            await other.PostAsync("/notes/archive/", ("csrf", token), ("note", note)));
        Assert.Equal("These notes are not here any more.", several.Flash);
        Assert.Empty((await other.GetAsync("/archive/")).Notes);
        Assert.Equal("All notes 1, Archive 1, Trash 0", Counts(await person.GetAsync("/")));
    }

    static IEnumerable<string> Buttons(Answer note) =>
        note.Document.QuerySelectorAll(".acts button").Select(b => b.TextContent.Trim());

    /// <summary>What stands beside the page, with its number.</summary>
    static string Counts(Answer page) => string.Join(", ", page.Document.QuerySelectorAll(".side a:has(.count)")
        .Select(a => string.Join(' ', a.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
}

using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Notes;

/// <summary>Pinned notes stand before the others, in every list and every order.</summary>
public sealed class PinNoteTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task A_note_is_pinned_where_it_is_read_and_unpinned_there_or_by_undo()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var note = await person.NoteAsync("Jelly", pad: pad);
        await person.NoteAsync("Newer", pad: pad);
        var pinned = await person.ActAsync(note, "Pin");
        Assert.Equal(("Pinned.", "Pinned"), (pinned.Flash, Flags(pinned)));
        foreach (var list in new[] { "/", $"/pads/{pad}/" })
        {
            var page = await person.GetAsync(list);
            Assert.Equal(["Jelly", "Newer"], page.Notes);
            Assert.Equal("Jelly", page.Document.QuerySelector(".name:has(.flag) a")!.TextContent);
        }

        var undone = await person.FollowAsync(await person.SubmitAsync(pinned.Undo));
        Assert.Equal(("Unpinned.", ""), (undone.Flash, Flags(undone)));
        Assert.Equal(["Newer", "Jelly"], (await person.GetAsync("/")).Notes);
        await person.ActAsync(note, "Pin");
        Assert.Equal("Unpinned.", (await person.ActAsync(note, "Unpin")).Flash);
        Assert.Equal(["Newer", "Jelly"], (await person.GetAsync("/")).Notes);
    }

    [Fact]
    public async Task To_pin_changes_no_date_and_no_revision()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Jelly");
        var before = await StateAsync(note);
        await person.ActAsync(note, "Pin");
        Assert.Equal(before, await StateAsync(note));

        Task<string> StateAsync(string id) => Postgres.ScalarAsync<string>(
            App.Connection, $"SELECT concat_ws(' ', updated_at, written_at, revision) FROM notes WHERE id = '{id}'");
    }

    [Theory]
    [InlineData("-updated_at", 0)]
    [InlineData("updated_at", 0)]
    [InlineData("name", 0)]
    [InlineData("-name", 0)]
    [InlineData("-updated_at", 7)]
    [InlineData("updated_at", 50)]
    [InlineData("name", 51)]
    [InlineData("-name", 70)]
    [InlineData("-updated_at", 123)]
    public async Task Every_note_is_on_exactly_one_page_forwards_and_back_the_pinned_first(string order, int pins)
    {
        var person = await App.PersonAsync();
        await Seed.NotesAsync(App.Connection, 123, person.Email);
        await Postgres.ExecuteAsync(App.Connection, $"""
            UPDATE notes SET pinned_at = now() WHERE id IN (
                SELECT notes.id FROM notes JOIN users ON users.id = owner_id
                WHERE email = '{person.Email}' ORDER BY md5(notes.name) LIMIT {pins})
            """);
        List<string> pages = [], seen = [];
        var flags = 0;
        var page = await person.GetAsync($"/?order={order}");
        while (true)
        {
            pages.Add(string.Join('|', page.Notes));
            seen.AddRange(page.Notes);
            var rows = page.Document.QuerySelectorAll(".notes tbody tr");
            var isPinned = rows.Select(r => r.QuerySelector(".flag") is not null).ToList();
            Assert.Equal(isPinned.OrderDescending(), isPinned);
            flags += isPinned.Count(p => p);
            if (page.Link("next") is not { } next) break;
            page = await person.GetAsync("/" + next);
        }
        Assert.Equal((123, 123, pins), (seen.Count, seen.Distinct().Count(), flags));
        for (var back = pages.Count - 2; back >= 0; back--)
        {
            page = await person.GetAsync("/" + page.Link("prev"));
            Assert.Equal(pages[back], string.Join('|', page.Notes));
        }
        Assert.Null(page.Link("prev"));
    }

    [Fact]
    public async Task Several_are_pinned_together()
    {
        var person = await App.PersonAsync();
        string[] notes = [await person.NoteAsync("One"), await person.NoteAsync("Two")];
        await person.NoteAsync("Newest");
        var select = await person.GetAsync("/?select");
        var button = select.Document.QuerySelector(".save [formaction='/notes/pin/']")!;
        Assert.Equal("Pin", button.TextContent);
        for (var times = 0; times < 2; times++)
        {
            var sent = await person.PostAsync(
                "/notes/pin/", [("csrf", select.Token), ("back", "/?order=name"), .. notes.Select(n => ("note", n))]);
            Assert.Equal("/?order=name", sent.Location);
            Assert.Equal("Pinned 2 notes.", (await person.FollowAsync(sent)).Flash);
        }
        Assert.Equal(["One", "Two", "Newest"], (await person.GetAsync("/?order=name")).Notes);
        var none = await person.PostAsync("/notes/pin/", ("csrf", select.Token));
        Assert.Equal("Choose notes first.", (await person.FollowAsync(none)).Flash);
    }

    [Fact]
    public async Task Nobody_pins_somebody_elses()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var note = await person.NoteAsync("Jelly");
        var token = (await other.GetAsync("/settings/")).Token;
        foreach (var path in new[] { "pin", "unpin" })
        {
            var answer = await other.PostAsync($"/notes/{note}/{path}/", ("csrf", token));
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        }
        var several = await other.FollowAsync(
            await other.PostAsync("/notes/pin/", ("csrf", token), ("note", note)));
        Assert.Equal("These notes are not here any more.", several.Flash);
        Assert.Equal("", Flags(await person.GetAsync($"/notes/{note}/")));
    }

    static string Flags(Answer note) =>
        string.Join(' ', note.Document.QuerySelectorAll(".meta .flag").Select(f => f.TextContent));
}

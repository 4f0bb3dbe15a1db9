using System.Net;
using Notejam.Tests.Accounts;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Notes;

/// <summary>Several notes, ticked in a list, are moved or thrown away together.</summary>
public sealed class SelectionTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task A_list_leads_to_the_same_list_with_boxes_and_back()
    {
        var person = await App.PersonAsync();
        foreach (var name in new[] { "One", "Two" }) await person.NoteAsync(name);
        await person.GetAsync("/");
        var list = await person.GetAsync("/?order=name");
        Assert.Empty(list.Document.QuerySelectorAll("[type=checkbox]"));
        var select = list.Document.QuerySelector(".pager a")!.GetAttribute("href")!;
        Assert.Equal("/?order=name&select", select);
        var page = await person.GetAsync(select);
        Assert.Equal(("Select notes", "Select notes · Notejam"), (page.Heading, page.Title));
        Assert.Equal(["One", "Two"], page.Document.QuerySelectorAll(".name label").Select(l => l.TextContent.Trim()));
        Assert.Empty(page.Document.QuerySelectorAll("[checked]"));
        var links = page.Document.QuerySelectorAll(".head a").Select(a => a.GetAttribute("href")).ToList();
        Assert.Equal(["/?order=name&select=all", "/?order=name"], links);
        Assert.Equal(2, (await person.GetAsync(links[0]!)).Document.QuerySelectorAll("[checked]").Length);
    }

    [Fact]
    public async Task They_go_to_the_trash_and_undo_brings_each_back_to_its_pad()
    {
        var (person, kitchen, notes) = await WriterAsync();
        var list = $"/pads/{kitchen}/?order=name";
        var done = await SendAsync(person, "/notes/trash/", notes, ("back", list));
        Assert.Equal(list, done.Location);
        var page = await person.FollowAsync(done);
        Assert.Equal("Moved 3 notes to trash.", page.Flash);
        Assert.Equal(["Kept"], (await person.GetAsync("/")).Notes);
        Assert.Equal(3, (await person.GetAsync("/trash/")).Notes.Count());

        var repeated = await person.FollowAsync(await SendAsync(person, "/notes/trash/", notes, ("back", list)));
        Assert.Equal("Moved 3 notes to trash.", repeated.Flash);
        Assert.Equal(page.Undo.GetAttribute("action"), repeated.Undo.GetAttribute("action"));

        var undone = await Task.WhenAll(person.SubmitAsync(page.Undo), person.SubmitAsync(page.Undo));
        Assert.All(undone, a => Assert.Equal("/", a.Location));
        Assert.Equal("Restored 3 notes.", (await person.FollowAsync(undone[0])).Flash);
        Assert.Equal(["Inside 1", "Inside 2"], (await person.GetAsync(list)).Notes);
        Assert.Equal(4, (await person.GetAsync("/")).Notes.Count());
    }

    [Fact]
    public async Task They_move_to_a_pad_and_undo_brings_each_back_to_its_own()
    {
        var (person, kitchen, notes) = await WriterAsync();
        var garden = await person.PadAsync("Garden");
        var moved = await person.FollowAsync(await SendAsync(person, "/notes/move/", notes, ("pad", garden)));
        Assert.Equal("Moved 3 notes to Garden.", moved.Flash);
        Assert.Equal(3, (await person.GetAsync($"/pads/{garden}/")).Notes.Count());
        var again = await person.FollowAsync(await SendAsync(person, "/notes/move/", notes, ("pad", garden)));
        Assert.Equal("Moved 3 notes to Garden.", again.Flash);
        var back = await person.FollowAsync(await person.SubmitAsync(moved.Undo));
        Assert.Equal("Moved 3 notes back.", back.Flash);
        Assert.Equal(["Inside 1", "Inside 2"], (await person.GetAsync($"/pads/{kitchen}/?order=name")).Notes);
        Assert.Empty((await person.GetAsync($"/pads/{garden}/")).Notes);

        var out1 = await person.FollowAsync(await SendAsync(person, "/notes/move/", notes[..1], ("pad", "none")));
        Assert.Equal("Moved 1 note to no pad.", out1.Flash);
        Assert.Equal(["Inside 2"], (await person.GetAsync($"/pads/{kitchen}/")).Notes);
    }

    [Fact]
    public async Task Where_their_pad_is_gone_they_come_back_to_no_pad()
    {
        var (person, kitchen, notes) = await WriterAsync();
        var trashed = await person.FollowAsync(await SendAsync(person, "/notes/trash/", notes));
        await person.SubmitAsync($"/pads/{kitchen}/delete/");
        var undone = await person.SubmitAsync(trashed.Undo);
        Assert.Equal(HttpStatusCode.SeeOther, undone.Status);
        var home = await person.GetAsync("/");
        Assert.Equal(4, home.Notes.Count());
        Assert.All(home.Document.QuerySelectorAll("td.pad"), pad => Assert.Equal("No pad", pad.TextContent.Trim()));
    }

    /// <summary>Of the same pad, which went to the trash and came back: they are no part of it.</summary>
    [Fact]
    public async Task Undo_touches_no_note_that_was_not_ticked()
    {
        var (person, kitchen, notes) = await WriterAsync();
        await person.SubmitAsync($"/pads/{kitchen}/delete/");
        await person.SubmitAsync($"/pads/{kitchen}/");
        var there = await person.FollowAsync(await SendAsync(person, "/notes/move/", notes[..1], ("pad", kitchen)));
        Assert.Equal("All of them are in Kitchen already.", there.Flash);
        var trashed = await person.FollowAsync(await SendAsync(person, "/notes/trash/", notes[..1]));
        await person.SubmitAsync(trashed.Undo);
        Assert.Equal(["Inside 1", "Inside 2"], (await person.GetAsync($"/pads/{kitchen}/?order=name")).Notes);
    }

    [Fact]
    public async Task What_is_in_the_trash_with_its_pad_comes_back_with_it_alone()
    {
        var (person, kitchen, notes) = await WriterAsync();
        await person.SubmitAsync($"/pads/{kitchen}/delete/");
        var stale = await person.FollowAsync(await SendAsync(person, "/notes/trash/", notes[..2]));
        Assert.Equal("These notes are not here any more.", stale.Flash);
        var one = await person.FollowAsync(await SendAsync(person, $"/notes/{notes[0]}/trash/", []));
        Assert.Equal("Moved to trash with its pad.", one.Flash);
        await person.SubmitAsync(one.Undo);
        Assert.Equal(["Inside 1", "Inside 2"], (await person.GetAsync($"/pads/{kitchen}/?order=name")).Notes);
    }

    [Fact]
    public async Task Undo_leaves_alone_what_was_moved_on()
    {
        var (person, kitchen, notes) = await WriterAsync();
        var (garden, work) = (await person.PadAsync("Garden"), await person.PadAsync("Work"));
        var moved = await person.FollowAsync(await SendAsync(person, "/notes/move/", notes, ("pad", garden)));
        await person.SubmitAsync($"/notes/{notes[0]}/edit/", ("pad", work));
        await person.SubmitAsync(moved.Undo);
        Assert.Equal(["Inside 1"], (await person.GetAsync($"/pads/{work}/")).Notes);
        Assert.Equal(["Inside 2"], (await person.GetAsync($"/pads/{kitchen}/")).Notes);
    }

    [Fact]
    public async Task What_is_not_chosen_is_asked_for_and_the_list_stays()
    {
        var (person, _, notes) = await WriterAsync();
        var none = await SendAsync(person, "/notes/trash/", [], ("back", "/?order=name"));
        Assert.Equal("/?order=name&select", none.Location);
        Assert.Equal("Choose notes first.", (await person.FollowAsync(none)).Flash);
        Assert.Equal("/?select&to=none", (await SendAsync(person, "/notes/move/", [], ("pad", "none"))).Location);
        foreach (var pad in new[] { "", "nonsense", notes[0] })
        {
            var unknown = await person.FollowAsync(await SendAsync(person, "/notes/move/", notes, ("pad", pad)));
            Assert.Equal("Nothing was moved. Choose one of your pads.", unknown.Flash);
            Assert.Equal(notes.Order(), Ticked(unknown));
        }
        Assert.Equal("/", (await SendAsync(person, "/notes/trash/", notes, ("back", "//evil.example"))).Location);
    }

    [Theory]
    [InlineData("/notes/move/")]
    [InlineData("/notes/trash/")]
    public async Task After_the_session_has_ended_they_are_ticked_as_they_were(string path)
    {
        var (person, kitchen, notes) = await WriterAsync();
        var token = (await person.GetAsync("/")).Token;
        await KeptFormTests.EndSessionsAsync(App, person);
        var door = await person.FollowAsync(await person.PostAsync(
            path,
            [("csrf", token), ("pad", kitchen), ("back", "/?order=name"), .. notes[1..].Select(id => ("note", id))]));
        var kept = await person.FollowAsync(
            await person.SubmitAsync(door, ("email", person.Email), ("password", Person.Password)));
        var list = await person.FollowAsync(kept);
        Assert.Equal("You are signed in again. What you ticked is ticked, nothing was done yet.", list.Flash);
        Assert.Equal(notes[1..].Order(), Ticked(list));
        Assert.Equal(kitchen, list.Document.QuerySelector("#pad [selected]")!.GetAttribute("value"));
        Assert.Equal(4, (await person.GetAsync("/")).Notes.Count());
    }

    [Fact]
    public async Task Undo_says_when_nothing_is_left_of_it()
    {
        var (person, kitchen, notes) = await WriterAsync();
        var moved = await person.FollowAsync(await SendAsync(person, "/notes/move/", notes[2..], ("pad", kitchen)));
        await person.SubmitAsync($"/notes/{notes[2]}/edit/", ("pad", ""));
        var undone = await person.SubmitAsync(moved.Undo);
        Assert.Equal((HttpStatusCode.NotFound, "That cannot be done any more."), (undone.Status, undone.Heading));
    }

    [Fact]
    public async Task Nobody_moves_deletes_or_restores_somebody_elses()
    {
        var (person, kitchen, notes) = await WriterAsync();
        var other = await App.PersonAsync();
        var token = (await other.GetAsync("/")).Token;
        await SendAsync(other, "/notes/trash/", notes);
        await SendAsync(other, "/notes/move/", notes, ("pad", "none"));
        await SendAsync(other, "/notes/move/", notes, ("pad", kitchen));
        Assert.Equal(4, (await person.GetAsync("/")).Notes.Count());
        Assert.Equal(["Inside 1", "Inside 2"], (await person.GetAsync($"/pads/{kitchen}/?order=name")).Notes);
        var trashed = await person.FollowAsync(await SendAsync(person, "/notes/trash/", notes));
        var stolen = await other.PostAsync(trashed.Undo.GetAttribute("action")!, ("csrf", token));
        Assert.Equal(HttpStatusCode.NotFound, stolen.Status);
        Assert.Equal(["Kept"], (await person.GetAsync("/")).Notes);
    }

    async Task<(Person, string Kitchen, string[] Notes)> WriterAsync()
    {
        var person = await App.PersonAsync();
        var kitchen = await person.PadAsync("Kitchen");
        await person.NoteAsync("Kept");
        string[] notes =
        [
            await person.NoteAsync("Inside 1", pad: kitchen),
            await person.NoteAsync("Inside 2", pad: kitchen),
            await person.NoteAsync("Outside"),
        ];
        return (person, kitchen, notes);
    }

    static IEnumerable<string> Ticked(Answer list) =>
        list.Document.QuerySelectorAll("[name=note][checked]").Select(box => box.GetAttribute("value")!).Order();

    static async Task<Answer> SendAsync(Person person, string path, string[] notes, params (string, string)[] more)
    {
        var token = (await person.GetAsync("/settings/")).Token;
        return await person.PostAsync(path, [("csrf", token), .. notes.Select(id => ("note", id)), .. more]);
    }
}

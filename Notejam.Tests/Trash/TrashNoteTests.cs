using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Trash;

public sealed class TrashNoteTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task Delete_asks_nothing_and_can_be_undone()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Rowan jelly", "Freeze the berries first.");
        var deleted = await person.PressAsync($"/notes/{note}/", "Delete");
        Assert.Equal("/", deleted.Location);
        var home = await person.FollowAsync(deleted);
        Assert.Equal("Moved to trash.", home.Flash);
        Assert.Equal(("All notes (0)", "Trash 1"), (home.Heading, Menu(home)));
        Assert.Empty(home.Notes);

        var undone = await person.SubmitAsync(home.Undo);
        Assert.Equal($"/notes/{note}/", undone.Location);
        var back = await person.FollowAsync(undone);
        Assert.Equal("Restored.", back.Flash);
        Assert.Equal("Rowan jelly", back.Heading);
        Assert.Equal("Freeze the berries first.", await person.TextAsync(note));
        Assert.Equal("Trash 0", Menu(back));

        // What was undone can be done again.
        Assert.Equal("/", (await person.SubmitAsync(back.Undo)).Location);
        Assert.Equal(["Rowan jelly"], (await person.GetAsync("/trash/")).Notes);
    }

    [Fact]
    public async Task A_kept_link_to_the_page_that_asks_still_asks()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Rowan jelly");
        var page = await person.GetAsync($"/notes/{note}/delete/");
        Assert.Equal("Rowan jelly · Notejam", page.Title);
        Assert.Equal("Are you sure you want to delete Rowan jelly?", page.Heading);
        Assert.Equal($"/notes/{note}/", page.Document.QuerySelector("main form a")!.GetAttribute("href"));
        Assert.Equal(["Rowan jelly"], (await person.GetAsync("/")).Notes);
        await person.SubmitAsync(page);
        Assert.Empty((await person.GetAsync("/")).Notes);
        Assert.Equal(["Rowan jelly"], (await person.GetAsync("/trash/")).Notes);
    }

    /// <summary>Of the previous version, which is sent back by whoever still has its page.</summary>
    [Fact]
    public async Task An_old_form_moves_to_the_trash_too()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Rowan jelly");
        await person.PostAsync($"/notes/{note}/delete/", ("csrf", (await person.GetAsync("/")).Token));
        Assert.Equal(["Rowan jelly"], (await person.GetAsync("/trash/")).Notes);
    }

    [Fact]
    public async Task From_a_pad_it_leads_to_the_pad_and_comes_back_to_it()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var note = await person.NoteAsync("Rowan jelly", pad: pad);
        var deleted = await person.PressAsync($"/notes/{note}/", "Delete");
        Assert.Equal($"/pads/{pad}/", deleted.Location);
        var page = await person.FollowAsync(deleted);
        Assert.Equal("Kitchen (0)", page.Heading);
        await person.SubmitAsync(page.Undo);
        Assert.Equal(["Rowan jelly"], (await person.GetAsync($"/pads/{pad}/")).Notes);
    }

    [Fact]
    public async Task Another_user_can_neither_delete_nor_restore_nor_see_it()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var (kept, gone) = (await person.NoteAsync("Mine"), await person.NoteAsync("Mine, deleted"));
        await person.PressAsync($"/notes/{gone}/", "Delete");
        var token = (await other.GetAsync("/")).Token;
        var missing = (await other.GetAsync("/notes/00000000-0000-7000-8000-000000000000/")).Document.Body!.TextContent;
        foreach (var path in new[] { $"/notes/{gone}/", $"/notes/{gone}/edit/", $"/trash/notes/{gone}/delete/" })
        {
            var answer = await other.GetAsync(path);
            Assert.Equal((HttpStatusCode.NotFound, missing), (answer.Status, answer.Document.Body!.TextContent));
        }
        string[] posts = [$"/notes/{kept}/trash/", $"/notes/{gone}/restore/", $"/trash/notes/{gone}/delete/"];
        foreach (var path in posts)
            Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync(path, ("csrf", token))).Status);
        Assert.Empty((await other.GetAsync("/trash/")).Notes);
        Assert.Equal(["Mine"], (await person.GetAsync("/")).Notes);
        Assert.Equal(["Mine, deleted"], (await person.GetAsync("/trash/")).Notes);
    }

    [Fact]
    public async Task A_repeat_answers_as_the_first_did()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var note = await person.NoteAsync("Once", pad: pad);
        var page = await person.GetAsync($"/notes/{note}/");
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => person.PressAsync(page, "Delete")));
        Assert.All(answers, a => Assert.Equal((HttpStatusCode.SeeOther, $"/pads/{pad}/"), (a.Status, a.Location)));
        var flash = await person.FollowAsync(answers[0]);
        Assert.Equal("Trash 1", Menu(flash));
        var undone = await Task.WhenAll(person.SubmitAsync(flash.Undo), person.SubmitAsync(flash.Undo));
        Assert.All(undone, a => Assert.Equal((HttpStatusCode.SeeOther, $"/notes/{note}/"), (a.Status, a.Location)));
        Assert.Equal("Trash 0", Menu(await person.GetAsync("/")));
    }

    [Fact]
    public async Task At_its_old_addresses_its_owner_finds_it_in_the_trash()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Rowan jelly", "Freeze the berries first.");
        await person.PressAsync($"/notes/{note}/", "Delete");
        await person.GetAsync("/");
        foreach (var path in new[] { "", "edit/", "delete/", "history/" })
        {
            var page = await person.GetAsync($"/notes/{note}/{path}");
            Assert.Equal((HttpStatusCode.OK, "Rowan jelly"), (page.Status, page.Heading));
            Assert.StartsWith("This note is in the trash, until ", page.Flash!, StringComparison.Ordinal);
            Assert.Equal("Freeze the berries first.", page.Document.QuerySelector(".note")!.TextContent.Trim());
            Assert.Equal($"/notes/{note}/restore/", page.Form.GetAttribute("action"));
            Assert.Equal("Trash 1", page.Document.QuerySelector(".side [aria-current]")!.TextContent.Trim());
        }
    }

    static string Menu(Answer page) => page.Document.QuerySelector(".side a[href='/trash/']")!.TextContent.Trim();
}

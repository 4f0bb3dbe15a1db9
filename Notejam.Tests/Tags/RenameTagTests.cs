using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Tags;

/// <summary>A tag gets another name in all notes, and two become one only after that was said.</summary>
public sealed class RenameTagTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task Renamed_it_is_so_in_the_archive_and_in_the_trash_too()
    {
        var person = await App.PersonAsync();
        string[] notes = [await person.NoteAsync("One", tags: "x z"), await person.NoteAsync("Two", tags: "x")];
        var archived = await person.NoteAsync("Three", tags: "x");
        var trashed = await person.NoteAsync("Four", tags: "x");
        await person.ActAsync(archived, "Archive");
        await person.ActAsync(trashed, "Delete");
        var renamed = await person.FollowAsync(await person.SubmitAsync("/tags/x/rename/", ("name", "#Y")));
        Assert.Equal(("#y (2)", "Renamed #x to #y, in 4 notes."), (renamed.Heading, renamed.Flash));
        Assert.Equal(["#y 2", "#z 1"], renamed.Tags);
        Assert.Equal(["Two", "One"], renamed.Notes);
        Assert.Equal("#x (0)", (await person.GetAsync("/tags/x/")).Heading);
        Assert.Equal(["Three", "Two", "One"], (await person.GetAsync("/search/?q=tag:y")).Hits);
        Assert.Empty((await person.GetAsync("/search/?q=tag:x")).Hits);
        await person.PressAsync($"/notes/{trashed}/", "Restore");
        Assert.Equal(["#y 3", "#z 1"], (await person.GetAsync("/")).Tags);
        Assert.Equal("#y #z", (await person.GetAsync($"/notes/{notes[0]}/edit/")).Document
            .GetElementById("tags")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Two_become_one_only_after_it_was_asked()
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("Both", tags: "x y");
        await person.NoteAsync("One", tags: "x");
        var asked = await person.SubmitAsync("/tags/x/rename/", ("name", "y"));
        Assert.Equal(HttpStatusCode.Conflict, asked.Status);
        Assert.StartsWith("1 note has the tag #y already.", asked.Flash, StringComparison.Ordinal);
        Assert.Equal("Merge with #y", asked.Document.QuerySelector("main form button")!.TextContent);
        Assert.Equal(["#x 2", "#y 1"], (await person.GetAsync("/")).Tags);

        // What was asked about is no leave for another.
        await person.NoteAsync("Other", tags: "z");
        Assert.Equal(HttpStatusCode.Conflict, (await person.SubmitAsync(asked, ("name", "z"))).Status);
        var merged = await person.FollowAsync(await person.SubmitAsync(asked));
        Assert.Equal(("#y (2)", "#x is part of #y now."), (merged.Heading, merged.Flash));
        Assert.Equal(["#y 2", "#z 1"], merged.Tags);
    }

    [Fact]
    public async Task A_tag_of_very_many_notes_is_renamed_too()
    {
        var person = await App.PersonAsync();
        await Seed.NotesAsync(App.Connection, 230, person.Email);
        await Postgres.ExecuteAsync(App.Connection, $"""
            UPDATE notes SET tags = ARRAY['many', 'x'] FROM users
            WHERE users.id = owner_id AND email = '{person.Email}'
            """);
        var renamed = await person.FollowAsync(await person.SubmitAsync("/tags/many/rename/", ("name", "most")));
        Assert.Equal(("#most (230)", "Renamed #many to #most, in 230 notes."), (renamed.Heading, renamed.Flash));
        Assert.Equal(["#most 230", "#x 230"], renamed.Tags);
    }

    [Theory]
    [InlineData("", "Name is required")]
    [InlineData("two words", "Use one word for the name")]
    [InlineData("a/b", "Use letters, digits, - and _ in tags, and a space between two")]
    public async Task What_is_no_tag_is_refused(string name, string complaint)
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("One", tags: "x");
        var refused = await person.SubmitAsync("/tags/x/rename/", ("name", name));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, complaint), (refused.Status, refused.Error("name")));
        Assert.Equal("Error: Rename #x · Notejam", refused.Title);
        Assert.Equal(["#x 1"], (await person.GetAsync("/")).Tags);
    }

    [Fact]
    public async Task To_its_own_name_nothing_happens()
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("One", tags: "x");
        Assert.Equal("/tags/x/", (await person.SubmitAsync("/tags/x/rename/", ("name", "X"))).Location);
        Assert.Equal(["#x 1"], (await person.GetAsync("/")).Tags);
    }
}

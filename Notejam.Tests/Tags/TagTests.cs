using System.Net;
using AngleSharp.Dom;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Tags;

/// <summary>Notes are tagged in their form, listed by a tag, and keep their tags wherever they go.</summary>
public sealed class TagTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task What_is_typed_in_the_form_stands_in_the_note_beside_the_pages_and_in_a_list()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Jelly", tags: "#Recipes draft");
        await person.NoteAsync("Bread", tags: "recipes");
        await person.NoteAsync("Roof");
        var read = await person.GetAsync($"/notes/{note}/");
        Assert.Equal(["#draft", "#recipes"], TagsOf(read));
        Assert.Equal(["#draft 1", "#recipes 2"], read.Tags);
        Assert.Equal("#draft #recipes", Typed(await person.GetAsync($"/notes/{note}/edit/")));

        var list = await person.GetAsync("/tags/recipes/");
        Assert.Equal(("#recipes (2)", "#recipes (2) · Notejam"), (list.Heading, list.Title));
        Assert.Equal(["Bread", "Jelly"], list.Notes);
        Assert.Equal("#recipes 2", list.Document.QuerySelector(".side [aria-current]")!.TextContent.Trim());
        Assert.Equal(["Bread", "Jelly"], (await person.GetAsync("/tags/Recipes/?order=name")).Notes);
        var fresh = list.Document.QuerySelector(".head .button")!.GetAttribute("href")!;
        Assert.Equal("#recipes", Typed(await person.GetAsync(fresh)));
        Assert.Equal("#draft #recipes", Typed(await person.GetAsync($"/notes/create/?from={note}")));
        Assert.Equal(["Bread"], (await person.GetAsync("/search/?q=%23recipes+-tag:draft")).Hits);
    }

    [Fact]
    public async Task Without_any_there_is_no_word_of_them()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Jelly");
        Assert.Empty(TagsOf(await person.GetAsync($"/notes/{note}/")));
        Assert.Null((await person.GetAsync("/")).Document.GetElementById("my-tags"));
        Assert.Equal("No tags", (await person.GetAsync("/tags/")).Document.QuerySelector("main .hint")!.TextContent);
    }

    [Fact]
    public async Task What_is_no_tag_is_refused_and_stays_in_the_form()
    {
        var person = await App.PersonAsync();
        var answer = await person.SubmitAsync("/notes/create/", ("name", "n"), ("text", "t"), ("tags", "a/b"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(["tags"], answer.Wrong);
        Assert.Equal("Use letters, digits, - and _ in tags, and a space between two", answer.Error("tags"));
        Assert.Equal("a/b", Typed(answer));
    }

    /// <summary>Of two who tag a note at a time neither takes away what the other has given.</summary>
    [Fact]
    public async Task Two_forms_change_the_tags_that_they_changed()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Jelly", tags: "both one");
        var mine = await person.GetAsync($"/notes/{note}/edit/");
        var theirs = await person.GetAsync($"/notes/{note}/edit/");
        await person.SubmitAsync(theirs, ("tags", "both one theirs"));
        await person.SubmitAsync(mine, ("tags", "both mine"));
        Assert.Equal(["#both", "#mine", "#theirs"], TagsOf(await person.GetAsync($"/notes/{note}/")));
        Assert.Equal("#both #mine #theirs", Typed(await person.GetAsync($"/notes/{note}/edit/")));
    }

    [Fact]
    public async Task To_tag_makes_no_revision_and_a_form_of_the_version_before_takes_none_away()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Jelly", tags: "kept");
        await person.SubmitAsync($"/notes/{note}/edit/", ("tags", "kept more"));
        var revision = $"SELECT revision FROM notes WHERE id = '{note}'";
        Assert.Equal(1, await Postgres.ScalarAsync<int>(App.Connection, revision));
        var form = await person.GetAsync($"/notes/{note}/edit/");
        (string, string)[] fields = [("csrf", form.Token), ("id", note), ("name", "Jelly"), ("text", "Old"), ("pad", "")];
        await person.PostAsync($"/notes/{note}/edit/", fields);
        Assert.Equal(["#kept", "#more"], TagsOf(await person.GetAsync($"/notes/{note}/")));
    }

    [Fact]
    public async Task Two_forms_bring_no_note_above_the_most_that_it_may_have()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Jelly", tags: string.Join(' ', Enumerable.Range(1, 15)));
        var forms = new List<Answer>();
        for (var i = 0; i < 2; i++) forms.Add(await person.GetAsync($"/notes/{note}/edit/"));
        await person.SubmitAsync(forms[0], ("tags", Typed(forms[0]) + " a b c"));
        var refused = await person.SubmitAsync(forms[1], ("tags", Typed(forms[1]) + " d e f"));
        Assert.Equal(
            "Use at most 20 tags. With those that it got meanwhile there are 21.", refused.Error("tags"));
        Assert.EndsWith(" d e f", Typed(refused), StringComparison.Ordinal);
        Assert.Equal(18, TagsOf(await person.GetAsync($"/notes/{note}/")).Count());
    }

    [Fact]
    public async Task To_tag_a_note_whose_text_changed_meanwhile_is_no_conflict()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Jelly");
        var form = await person.GetAsync($"/notes/{note}/edit/");
        await person.SubmitAsync($"/notes/{note}/edit/", ("text", "From elsewhere."));
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SubmitAsync(form, ("tags", "late"))).Status);
        Assert.Equal(["#late"], TagsOf(await person.GetAsync($"/notes/{note}/")));
        Assert.Equal("From elsewhere.", await person.TextAsync(note));
    }

    [Fact]
    public async Task A_tag_of_archived_notes_alone_leads_to_the_search_and_can_be_renamed()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Jelly", tags: "old");
        await person.ActAsync(note, "Archive");
        var page = await person.GetAsync("/tags/old/");
        Assert.Equal("No note in the lists has this tag.", page.Document.QuerySelector(".lead")!.TextContent);
        var search = page.Document.QuerySelector(".lead + p a")!.GetAttribute("href")!;
        Assert.Equal(["Jelly"], (await person.GetAsync(search)).Hits);
        await person.SubmitAsync("/tags/old/rename/", ("name", "new"));
        Assert.Equal(["#new"], TagsOf(await person.GetAsync($"/notes/{note}/")));
        Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync("/tags/a!b/")).Status);
    }

    /// <summary>A count is right whatever happens to the notes.</summary>
    [Fact]
    public async Task The_counts_are_of_the_notes_in_lists()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var one = await person.NoteAsync("One", tags: "a b", pad: pad);
        string[] notes = [one, await person.NoteAsync("Two", tags: "a")];
        await CountsAsync("#a 2", "#b 1");
        await person.ActAsync(notes[0], "Archive");
        await CountsAsync("#a 1");
        await person.ActAsync(notes[0], "Unarchive");
        await person.ActAsync(notes[0], "Pin");
        await CountsAsync("#a 2", "#b 1");
        await person.PressAsync($"/pads/{pad}/edit/", "Delete pad");
        await CountsAsync("#a 1");
        await person.PressAsync($"/pads/{pad}/", "Restore all");
        await CountsAsync("#a 2", "#b 1");
        await person.SubmitAsync($"/notes/{notes[1]}/edit/", ("tags", "b"));
        await CountsAsync("#a 1", "#b 2");
        await person.ActAsync(notes[1], "Delete");
        await person.SubmitAsync($"/trash/notes/{notes[1]}/delete/");
        await CountsAsync("#a 1", "#b 1");
        const string none = "SELECT count(*) FROM tags WHERE note_count < 1";
        Assert.Equal(0, await Postgres.ScalarAsync<long>(App.Connection, none));

        async Task CountsAsync(params string[] expected) =>
            Assert.Equal(expected, (await person.GetAsync("/")).Tags);
    }

    [Fact]
    public async Task Beside_a_page_stand_the_tags_that_most_notes_have()
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("All", tags: string.Join(' ', Enumerable.Range(10, 14).Select(i => $"t{i}")));
        await person.NoteAsync("One", tags: "t23");
        var beside = (await person.GetAsync("/")).Tags.ToList();
        Assert.Equal([.. Enumerable.Range(10, 11).Select(i => $"#t{i} 1"), "#t23 2", "All tags"], beside);
        var all = await person.GetAsync("/tags/");
        Assert.Equal("All tags (14)", all.Heading);
        Assert.Equal(14, all.Document.QuerySelectorAll("main .list li").Length);
    }

    [Fact]
    public async Task A_list_by_tag_is_read_in_pages_the_pinned_first()
    {
        var person = await App.PersonAsync();
        await Seed.NotesAsync(App.Connection, 120, person.Email);
        await Postgres.ExecuteAsync(App.Connection, $"""
            UPDATE notes SET tags = ARRAY['x'], pinned_at = CASE WHEN name IN ('note 100', 'note 7') THEN now() END
            FROM users WHERE users.id = owner_id AND email = '{person.Email}' AND name <> 'note 1'
            """);
        var page = await person.GetAsync("/tags/x/");
        List<string> seen = [.. page.Notes];
        while (page.Link("next") is { } next)
        {
            page = await person.GetAsync("/tags/x/" + next);
            seen.AddRange(page.Notes);
        }
        Assert.Equal(["note 7", "note 100", "note 2"], seen.Take(3));
        Assert.Equal((119, 119), (seen.Count, seen.Distinct().Count()));
        Assert.DoesNotContain("note 1", seen);
        Assert.Equal("All notes 120", (await person.GetAsync("/tags/x/?select")).Document
            .QuerySelector(".side a")!.TextContent);
    }

    [Fact]
    public async Task Nobody_sees_or_renames_somebody_elses()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        await person.NoteAsync("Mine", tags: "secret");
        await other.NoteAsync("Theirs", tags: "open");
        // As of a tag that nobody has.
        Assert.Equal("#secret (0)", (await other.GetAsync("/tags/secret/")).Heading);
        Assert.Equal("#nobodys (0)", (await other.GetAsync("/tags/nobodys/")).Heading);
        Assert.Equal(["#open 1"], (await other.GetAsync("/tags/")).Tags);
        Assert.Empty((await other.GetAsync("/search/?q=%23secret")).Hits);
        var token = (await other.GetAsync("/")).Token;
        var renamed = await other.PostAsync("/tags/secret/rename/", ("csrf", token), ("name", "taken"));
        Assert.Equal(HttpStatusCode.NotFound, renamed.Status);
        Assert.Equal(["#secret 1"], (await person.GetAsync("/")).Tags);
    }

    static IEnumerable<string> TagsOf(Answer note) =>
        note.Document.QuerySelectorAll(".meta a[href^='/tags/']").Select(a => a.TextContent);

    static string Typed(Answer form) => form.Document.GetElementById("tags")!.GetAttribute("value") ?? "";
}

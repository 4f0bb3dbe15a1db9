using System.Net;
using AngleSharp.Dom;
using Notejam.Tests.Hosting;
using Notejam.Web.Markdown;
using Npgsql;

namespace Notejam.Tests.Notes;

/// <summary>Links between notes lead there, are told of there, and follow a new name.</summary>
public sealed class LinkedNotesTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task A_link_leads_to_the_note_and_the_note_says_so()
    {
        var person = await App.PersonAsync();
        var to = await person.NoteAsync("Rowan jelly");
        var from = await person.NoteAsync("List", "Make [[rowan JELLY]], see [[Rowan jelly|there]] and [[Not yet]].");
        var links = Links(await person.GetAsync($"/notes/{from}/"));
        Assert.Equal([$"/notes/{to}/", $"/notes/{to}/", "/notes/create/?name=Not%20yet"], links);
        Assert.Equal(["List"], LinkedFrom(await person.GetAsync($"/notes/{to}/")));
        Assert.Empty(LinkedFrom(await person.GetAsync($"/notes/{from}/")));

        // What was not written yet is called so when it is.
        var fresh = await person.GetAsync(links[2]);
        Assert.Equal("Not yet", fresh.Document.GetElementById("name")!.TextContent);
        var written = await person.FollowAsync(await person.SubmitAsync(fresh, ("text", "Now.")));
        Assert.Equal("Not yet", written.Notes.First());
        Assert.DoesNotContain(links[2], Links(await person.GetAsync($"/notes/{from}/")));
    }

    [Fact]
    public async Task Signs_and_scripts_of_names_are_no_hindrance()
    {
        var person = await App.PersonAsync();
        string[] names = ["C++", "!?", "Привет, мир", "東京タワー", "e\u0301te\u0301", "a'b\\c", "\U0001f347", "100% [sure]"];
        var text = string.Join('\n', names.Select(NoteLinkParser.LinkTo));
        var ids = new List<string>();
        foreach (var name in names) ids.Add(await person.NoteAsync(name));
        await person.NoteAsync("C", "Not meant.");
        var from = await person.NoteAsync("From", text);
        Assert.Equal(ids.Select(id => $"/notes/{id}/"), Links(await person.GetAsync($"/notes/{from}/")));
        foreach (var id in ids) Assert.Equal(["From"], LinkedFrom(await person.GetAsync($"/notes/{id}/")));
    }

    [Fact]
    public async Task Of_several_of_one_name_it_leads_to_the_latest_that_is_not_archived_and_never_to_the_trash()
    {
        var person = await App.PersonAsync();
        var notes = new List<string>();
        for (var i = 0; i < 3; i++) notes.Add(await person.NoteAsync("Same"));
        var from = await person.NoteAsync("From", "[[Same]]");
        await LeadsToAsync(notes[2]);
        await person.ActAsync(notes[2], "Archive");
        await LeadsToAsync(notes[1]);
        await person.ActAsync(notes[1], "Delete");
        await LeadsToAsync(notes[0]);
        await person.ActAsync(notes[0], "Delete");
        await LeadsToAsync(notes[2]);

        async Task LeadsToAsync(string note) =>
            Assert.Equal([$"/notes/{note}/"], Links(await person.GetAsync($"/notes/{from}/")));
    }

    [Fact]
    public async Task Nobody_is_led_to_somebody_elses()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var mine = await person.NoteAsync("Mine", "[[Theirs]]");
        var theirs = await other.NoteAsync("Theirs", "[[Mine]]");
        Assert.Equal(["/notes/create/?name=Theirs"], Links(await person.GetAsync($"/notes/{mine}/")));
        Assert.Empty(LinkedFrom(await person.GetAsync($"/notes/{mine}/")));
        await person.SubmitAsync($"/notes/{mine}/edit/", ("name", "Renamed"));
        Assert.Equal("[[Mine]]", await other.TypedAsync(theirs));
    }

    [Fact]
    public async Task A_new_name_goes_into_the_links_as_revisions_and_moves_no_note()
    {
        var person = await App.PersonAsync();
        var to = await person.NoteAsync("Old", "Myself: [[Old]].");
        var from = await person.NoteAsync("From", "[[old|it]], `[[Old]]`.");
        var trashed = await person.NoteAsync("Trashed", "[[Old]]");
        await person.ActAsync(trashed, "Delete");
        var between = await person.NoteAsync("Between");
        await person.SubmitAsync($"/notes/{to}/edit/", ("name", "New"));
        Assert.Equal("[[New|it]], `[[Old]]`.", await person.TypedAsync(from));
        Assert.Equal("Myself: [[New]].", await person.TypedAsync(to));
        Assert.Equal([$"/notes/{to}/"], Links(await person.GetAsync($"/notes/{to}/")));
        Assert.Equal(["New", "Between", "From"], (await person.GetAsync("/")).Notes);
        var history = await person.GetAsync($"/notes/{from}/history/");
        Assert.Contains("[[old|it]]", history.Document.Body!.TextContent, StringComparison.Ordinal);
        await person.PressAsync($"/notes/{trashed}/", "Restore");
        Assert.Equal("[[New]]", await person.TypedAsync(trashed));
        Assert.NotEmpty(between);

        // Back to the older name by the history, the links go back, too.
        await person.SubmitAsync((await person.GetAsync($"/notes/{to}/history/")).Form);
        Assert.Equal("Old", (await person.GetAsync($"/notes/{to}/")).Heading);
        Assert.Equal("[[Old|it]], `[[Old]]`.", await person.TypedAsync(from));
    }

    [Fact]
    public async Task A_note_that_links_did_not_mean_takes_none_with_it()
    {
        var person = await App.PersonAsync();
        var older = await person.NoteAsync("Same");
        var newer = await person.NoteAsync("Same");
        var from = await person.NoteAsync("From", "[[Same]]");
        await person.SubmitAsync($"/notes/{older}/edit/", ("name", "Other"));
        Assert.Equal("[[Same]]", await person.TypedAsync(from));
        Assert.Equal([$"/notes/{newer}/"], Links(await person.GetAsync($"/notes/{from}/")));
    }

    [Fact]
    public async Task A_copy_that_gets_its_own_name_takes_no_links_with_it()
    {
        var person = await App.PersonAsync();
        var template = await person.NoteAsync("Template");
        var from = await person.NoteAsync("From", "[[Template]]");
        var copy = await person.NoteAsync("Template");
        await person.SubmitAsync($"/notes/{copy}/edit/", ("name", "Trip to Oslo"));
        Assert.Equal([$"/notes/{template}/"], Links(await person.GetAsync($"/notes/{from}/")));
    }

    [Fact]
    public async Task Restored_by_its_form_under_a_new_name_the_links_follow()
    {
        var person = await App.PersonAsync();
        var to = await person.NoteAsync("Old");
        var from = await person.NoteAsync("From", "[[Old]]");
        var form = await person.GetAsync($"/notes/{to}/edit/");
        await person.ActAsync(to, "Delete");
        await person.SubmitAsync(form, ("name", "New"), ("restore", "true"));
        Assert.Equal("[[New]]", await person.TypedAsync(from));
    }

    [Theory]
    [InlineData("[[New\u00A0York]]")]
    [InlineData("[[\u3000New \t York ]]")]
    [InlineData("[[NEW\u2009YORK|there]]")]
    public async Task White_space_of_any_kind_parts_the_words_of_a_name(string link)
    {
        var person = await App.PersonAsync();
        var to = await person.NoteAsync("New York");
        var from = await person.NoteAsync("From", link);
        Assert.Equal([$"/notes/{to}/"], Links(await person.GetAsync($"/notes/{from}/")));
        Assert.Equal(["From"], LinkedFrom(await person.GetAsync($"/notes/{to}/")));
        await person.SubmitAsync($"/notes/{to}/edit/", ("name", "Oslo"));
        Assert.StartsWith("[[Oslo", await person.TypedAsync(from), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ΟΔΟΣ", "οδοσ")]
    [InlineData("jelly", "Jelly")]
    public async Task A_name_in_another_case_is_a_new_name(string before, string after)
    {
        var person = await App.PersonAsync();
        var to = await person.NoteAsync(before);
        var from = await person.NoteAsync("From", $"[[{before}]]");
        await person.SubmitAsync($"/notes/{to}/edit/", ("name", after));
        Assert.Equal([$"/notes/{to}/"], Links(await person.GetAsync($"/notes/{from}/")));
    }

    /// <summary>A linking note is edited after the rename has read it, and before the rename writes it.</summary>
    [Fact]
    public async Task An_edit_of_a_linking_note_at_the_same_time_is_never_overwritten()
    {
        var person = await App.PersonAsync();
        var to = await person.NoteAsync("Hub");
        var from = await person.NoteAsync("From", "[[Hub]]");
        var form = await person.GetAsync($"/notes/{to}/edit/");
        await using var editor = new NpgsqlConnection($"{App.Connection};Pooling=false");
        await editor.OpenAsync(TestContext.Current.CancellationToken);
        await using var edit = new NpgsqlCommand(
            $"BEGIN; UPDATE notes SET text = '[[Hub]], edited', revision = revision + 1 WHERE id = '{from}'", editor);
        await edit.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var renaming = person.SubmitAsync(form, ("name", "Center"));
        await Until.TrueAsync(async () => await Postgres.WaitingAsync(App.Connection) == 1);
        edit.CommandText = "COMMIT";
        await edit.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.SeeOther, (await renaming).Status);
        Assert.Equal("[[Center]], edited", await person.TypedAsync(from));
        Assert.Contains("[[Hub]], edited", (await person.HistoryAsync(from)).Select(v => v.Text));
    }

    [Theory]
    [InlineData("No link", 4)]
    [InlineData("[[One]] [[Two]] [[Three]]", 5)]
    public async Task A_note_is_read_in_so_many_statements(string text, int count)
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("From", text);
        await person.GetAsync($"/notes/{note}/");
        Assert.Equal(count, (await App.Sql.DuringAsync(() => person.GetAsync($"/notes/{note}/"))).Count);
    }

    [Fact]
    public async Task Of_many_that_link_twenty_are_named()
    {
        var person = await App.PersonAsync();
        await Seed.NotesAsync(App.Connection, 30, person.Email, text: "'[[Hub]]'");
        var hub = await person.NoteAsync("Hub");
        var page = await person.GetAsync($"/notes/{hub}/");
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"note {i}"), LinkedFrom(page));
        var more = page.Document.QuerySelector(".linked .hint > a")!.GetAttribute("href")!;
        Assert.Equal("Search results (31)", (await person.GetAsync(more)).Heading);
    }

    [Fact]
    public async Task A_thousand_links_follow_in_one_save()
    {
        var person = await App.PersonAsync();
        await Seed.NotesAsync(App.Connection, 1_000, person.Email, text: "'[[Hub]] and [[Hub|it]]'");
        var hub = await person.NoteAsync("Hub");
        await person.SubmitAsync($"/notes/{hub}/edit/", ("name", "Center"));
        Assert.Equal(1_000, await Postgres.ScalarAsync<long>(App.Connection, $"""
            SELECT count(*) FROM notes n JOIN users ON users.id = n.owner_id
            WHERE email = '{person.Email}' AND text = '[[Center]] and [[Center|it]]' AND revision = 2
                AND EXISTS (SELECT FROM note_revisions r WHERE r.note_id = n.id AND r.text = '[[Hub]] and [[Hub|it]]')
            """));
    }

    static List<string> Links(Answer note) =>
        [.. note.Document.QuerySelectorAll(".note a").Select(a => a.GetAttribute("href")!)];

    static IEnumerable<string> LinkedFrom(Answer note) =>
        note.Document.QuerySelectorAll(".linked li a").Select(a => a.TextContent);
}

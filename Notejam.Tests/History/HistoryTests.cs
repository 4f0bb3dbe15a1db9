using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.History;

public sealed class HistoryTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task Each_text_that_was_written_over_is_listed_newest_first()
    {
        var person = await App.PersonAsync();
        var note = await WrittenAsync(person, 11, "One.", "Two words.", "Now three words.");
        var history = await person.HistoryAsync(note);
        Assert.Equal(["Two words.", "One."], history.Select(v => v.Text));
        Assert.Equal(["2 words", "Created, 1 word"], history.Select(v => v.About));
        var page = await person.GetAsync($"/notes/{note}/history/");
        Assert.Equal("History (3)", page.Heading);
        Assert.Equal("History: Talk · Notejam", page.Title);
    }

    [Fact]
    public async Task A_name_that_was_changed_is_a_version_too()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Before", "The text.");
        await person.SubmitAsync($"/notes/{note}/edit/", ("name", "After"));
        Assert.Equal(("Before", "The text."), Assert.Single(
            (await person.HistoryAsync(note)).Select(v => (v.Name, v.Text))));
    }

    [Fact]
    public async Task To_move_a_note_or_to_save_it_as_it_is_makes_no_version()
    {
        var person = await App.PersonAsync();
        var (note, pad) = (await person.NoteAsync("Talk"), await person.PadAsync("Work"));
        await person.SubmitAsync($"/notes/{note}/edit/", ("pad", pad));
        await person.SubmitAsync($"/notes/{note}/edit/");
        Assert.Empty(await person.HistoryAsync(note));
    }

    /// <summary>What stands between the first and the last text of ten minutes makes room.</summary>
    [Fact]
    public async Task Of_a_piece_of_work_the_first_and_the_last_text_stay()
    {
        var person = await App.PersonAsync();
        var note = await WrittenAsync(person, 11, "Yesterday.", "First.");
        await WriteAsync(person, note, 3, "Second.", "Third.");
        await WriteAsync(person, note, 11, "Much later.");
        Assert.Equal(["Third.", "First.", "Yesterday."], (await person.HistoryAsync(note)).Select(v => v.Text));
    }

    [Fact]
    public async Task A_text_that_loses_more_than_half_stays_however_soon_that_is()
    {
        var person = await App.PersonAsync();
        var note = await WrittenAsync(person, 1, "A list.", "A list: milk, bread, butter, salt.", "A list.", "None.");
        Assert.Equal(
            ["A list: milk, bread, butter, salt.", "A list."], (await person.HistoryAsync(note)).Select(v => v.Text));
    }

    [Fact]
    public async Task A_version_is_compared_with_now_and_with_the_one_before()
    {
        var person = await App.PersonAsync();
        var note = await WrittenAsync(person, 11, "A cat.", "A black cat.", "A black dog.");
        var version = (await person.HistoryAsync(note))[0].Page;
        Assert.Equal(("cat.", "dog."), (Changed(version, "del"), Changed(version, "ins")));
        var link = version.Document.QuerySelector("a[href*='with=before']")!.GetAttribute("href");
        var before = await person.GetAsync($"/notes/{note}/history/{link}");
        Assert.Equal("black", Changed(before, "ins").Trim());
    }

    [Fact]
    public async Task To_restore_makes_a_new_version_and_both_stay()
    {
        var person = await App.PersonAsync();
        var note = await WrittenAsync(person, 11, "Good.", "Bad.");
        await WriteAsync(person, note, 1, "Worse.");
        var oldest = (await person.HistoryAsync(note))[^1].Page;
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var answer = await person.SubmitAsync(oldest);
            Assert.Equal($"/notes/{note}/", answer.Location);
            Assert.Equal("Restored", (await person.FollowAsync(answer)).Flash);
        }
        await WriteAsync(person, note, 1, "New.");
        Assert.Equal(["Good.", "Worse.", "Bad.", "Good."], (await person.HistoryAsync(note)).Select(v => v.Text));
    }

    [Fact]
    public async Task A_version_is_also_shown_as_it_was()
    {
        var person = await App.PersonAsync();
        var note = await WrittenAsync(person, 11, "The first text.", "Another one.");
        var compared = (await person.HistoryAsync(note))[0].Page;
        var link = compared.Document.QuerySelectorAll("section .row a").First(a => a.TextContent == "As it was");
        var page = await person.GetAsync($"/notes/{note}/history/{link.GetAttribute("href")}");
        Assert.Equal("Talk\n\nThe first text.", page.Document.QuerySelector(".diff")!.TextContent);
        Assert.Empty(page.Document.QuerySelectorAll("ins, del"));
    }

    [Fact]
    public async Task While_the_note_is_in_the_trash_its_page_says_so_and_nothing_is_restored()
    {
        var person = await App.PersonAsync();
        var note = await WrittenAsync(person, 11, "The first text.", "Another one.");
        var version = (await person.HistoryAsync(note))[0].Page;
        await person.SubmitAsync($"/notes/{note}/delete/");
        var page = await person.FollowAsync(await person.SubmitAsync(version));
        Assert.Contains("This note is in the trash", page.Body, StringComparison.Ordinal);
        Assert.Contains("Another one.", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_user_sees_and_restores_nothing()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var note = await WrittenAsync(person, 11, "Mine.", "Changed.");
        var own = await other.NoteAsync("Theirs", "Their text.");
        var restore = (await person.HistoryAsync(note))[0].Page.Form.GetAttribute("action")!;
        var token = (await other.GetAsync("/")).Token;
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/notes/{note}/history/")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync(restore, ("csrf", token))).Status);
        var into = restore.Replace(note, own, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync(into, ("csrf", token))).Status);
        var version = restore.Split('/')[^3];
        var foreign = await other.GetAsync($"/notes/{own}/history/?version={version}");
        Assert.DoesNotContain("Mine", foreign.Body, StringComparison.Ordinal);
    }

    /// <summary>The version before counts no texts, nor does somebody who writes SQL.</summary>
    [Fact]
    public async Task What_is_written_over_by_SQL_is_kept_too()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Talk", "By the application.");
        await Postgres.ExecuteAsync(App.Connection, $"UPDATE notes SET text = 'By hand.' WHERE id = '{note}'");
        await Postgres.ExecuteAsync(App.Connection, $"UPDATE notes SET text = 'Again.' WHERE id = '{note}'");
        Assert.Equal(
            ["By hand.", "By the application."], (await person.HistoryAsync(note)).Select(v => v.Text));
    }

    [Fact]
    public async Task A_long_history_has_pages()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Talk", "Now.");
        await Postgres.ExecuteAsync(App.Connection, $"""
            INSERT INTO note_revisions (id, note_id, owner_id, number, name, text, words, written_at)
            SELECT gen_random_uuid(), id, owner_id, version, name, 'Text ' || version, 2,
                updated_at - (251 - version) * interval '1 hour'
            FROM notes, generate_series(1, 250) AS version WHERE id = '{note}'
            """);
        var first = await person.GetAsync($"/notes/{note}/history/");
        Assert.Equal("History (251)", first.Heading);
        Assert.Equal(101, first.Document.QuerySelectorAll("ol.list li").Length);
        var last = await person.GetAsync($"/notes/{note}/history/?page=3");
        Assert.Equal(50, last.Document.QuerySelectorAll("ol.list li").Length);
        Assert.Null(last.Document.QuerySelector("[rel=next]"));
        var oldest = last.Document.QuerySelectorAll("ol.list a")[^1].GetAttribute("href");
        var version = await person.GetAsync($"/notes/{note}/history/{oldest}");
        Assert.Equal("Text 1", version.Document.QuerySelector(".diff")!.ChildNodes
            .Where(n => n.NodeName != "INS").Aggregate("", (text, n) => text + n.TextContent).Split("\n\n")[1]);
        Assert.Equal("History (251)", (await person.GetAsync($"/notes/{note}/history/?page=9")).Heading);
    }

    [Theory]
    [InlineData("?version=nonsense")]
    [InlineData("?version=00000000-0000-7000-8000-000000000000")]
    [InlineData("?page=-1")]
    [InlineData("?page=99999999999")]
    [InlineData("?with=nonsense&page=7")]
    public async Task Nonsense_in_the_address_is_a_page(string query)
    {
        var person = await App.PersonAsync();
        var note = await WrittenAsync(person, 11, "One.", "Two.");
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync($"/notes/{note}/history/{query}")).Status);
    }

    static string Changed(Answer page, string kind) => page.Document.QuerySelector($".diff {kind}")!.TextContent;

    async Task<string> WrittenAsync(Person person, int minutesBetween, string first, params string[] texts)
    {
        var note = await person.NoteAsync("Talk", first);
        await WriteAsync(person, note, minutesBetween, texts);
        return note;
    }

    async Task WriteAsync(Person person, string note, int minutesBefore, params string[] texts)
    {
        foreach (var text in texts)
        {
            App.Clock.Ahead += TimeSpan.FromMinutes(minutesBefore);
            Assert.Equal(
                HttpStatusCode.SeeOther, (await person.SubmitAsync($"/notes/{note}/edit/", ("text", text))).Status);
        }
    }
}

using Notejam.Tests.Hosting;

namespace Notejam.Tests.Search;

public sealed class SearchTests(AppFixture site) : IClassFixture<AppFixture>
{
    NotejamApp App => site.App;

    static async Task<Answer> SearchAsync(Person person, string typed) =>
        await person.GetAsync("/search/?q=" + Uri.EscapeDataString(typed));

    static IEnumerable<string> Names(Answer page) =>
        page.Document.QuerySelectorAll(".hits .name a").Select(a => a.TextContent);

    static async Task FindsAsync(Person person, string typed, params string[] names) =>
        Assert.Equal(names, Names(await SearchAsync(person, typed)));

    [Fact]
    public async Task A_word_a_beginning_a_phrase_and_what_a_note_must_not_have()
    {
        var mira = await App.PersonAsync();
        await mira.NoteAsync("Talk", "Open with the restore, not with the backup.");
        await mira.NoteAsync("Drill", "The backup of last night is restored every morning.");
        await mira.NoteAsync("Crème brûlée", "Für sechs Personen");

        await FindsAsync(mira, "backup", "Drill", "Talk");
        await FindsAsync(mira, "BACK", "Drill", "Talk");
        await FindsAsync(mira, "restore back", "Talk");
        await FindsAsync(mira, "back restore");
        await FindsAsync(mira, "\"back\"");
        await FindsAsync(mira, "\"with the backup\"", "Talk");
        await FindsAsync(mira, "\"backup with\"");
        await FindsAsync(mira, "backup -morning", "Talk");
        await FindsAsync(mira, "-backup", "Crème brûlée");
        await FindsAsync(mira, "creme", "Crème brûlée");
        await FindsAsync(mira, "fur PERSONEN", "Crème brûlée");
        await FindsAsync(mira, "rest* morning", "Drill");
        await FindsAsync(mira, "kettle");
    }

    [Fact]
    public async Task A_name_comes_before_a_text_and_among_equals_the_latest()
    {
        var mira = await App.PersonAsync();
        await mira.NoteAsync("Kettle, how to descale", "Vinegar");
        await mira.NoteAsync("Kitchen", "Buy a kettle, and descale it");
        await mira.NoteAsync("Kettle", "It must descale itself");

        await FindsAsync(mira, "kettle descale", "Kettle, how to descale", "Kettle", "Kitchen");
        await FindsAsync(mira, "kettle", "Kettle", "Kettle, how to descale", "Kitchen");
    }

    [Fact]
    public async Task Scripts_without_spaces_are_searched_within()
    {
        var mira = await App.PersonAsync();
        await mira.NoteAsync("旅行", "東京都庁の展望室は無料です");
        await mira.NoteAsync("ไทย", "ฉันชอบกินข้าวผัด");
        await mira.NoteAsync("한국", "도서관에서 책을 빌렸다");

        await FindsAsync(mira, "展望", "旅行");
        await FindsAsync(mira, "都", "旅行");
        await FindsAsync(mira, "京都庁", "旅行");
        await FindsAsync(mira, "庁京");
        await FindsAsync(mira, "ข้าว", "ไทย");
        await FindsAsync(mira, "서관", "한국");
    }

    [Fact]
    public async Task The_longest_text_of_a_script_without_spaces_is_saved_and_its_beginning_found()
    {
        var mira = await App.PersonAsync();
        var random = new Random(17);
        var text = string.Concat(Enumerable.Range(0, 99_990).Select(_ => (char)random.Next(0x4E00, 0x9FA5)));
        await mira.NoteAsync("漢字", $"東京都庁{text}");
        await FindsAsync(mira, "東京都庁", "漢字");
    }

    [Theory]
    [InlineData("1. [ ] x", true)]
    [InlineData("> - [x] x", true)]
    [InlineData("-   [ ] x", true)]
    [InlineData("- - [ ] x", true)]
    [InlineData("- [x]\tx", true)]
    [InlineData("[ ] x", false)]
    [InlineData("a - [ ] x", false)]
    [InlineData("- [x](y)", false)]
    public async Task What_has_a_task(string text, bool hasTask)
    {
        var mira = await App.PersonAsync();
        await mira.NoteAsync("Tap", text);
        await FindsAsync(mira, "has:task", hasTask ? ["Tap"] : []);
    }

    [Fact]
    public async Task Only_in_a_pad_only_with_a_task_only_of_some_days_and_only_in_the_trash()
    {
        var mira = await App.PersonAsync();
        await mira.NoteAsync("Tap", "- [ ] call the plumber", await mira.PadAsync("Küche und Bad"));
        var gone = await mira.NoteAsync("Old tap", "plumber");
        await mira.PostAsync($"/notes/{gone}/trash/", ("csrf", (await mira.GetAsync("/")).Token));
        await mira.NoteAsync("Bath", "plumber");
        var today = App.Clock.GetUtcNow();

        await FindsAsync(mira, "plumber", "Bath", "Tap");
        await FindsAsync(mira, "plumber pad:\"kuche und bad\"", "Tap");
        await FindsAsync(mira, "pad:nowhere plumber");
        Assert.Contains(
            "No pad is called “nowhere”",
            (await SearchAsync(mira, "pad:nowhere")).Document.Body!.TextContent, StringComparison.Ordinal);
        await FindsAsync(mira, "has:task", "Tap");
        await FindsAsync(mira, "plumber is:trash", "Old tap");
        await FindsAsync(mira, $"plumber before:{today:yyyy-MM-dd}");
        await FindsAsync(mira, $"plumber after:{today.AddDays(-1):yyyy-MM-dd}", "Bath", "Tap");
        await FindsAsync(mira, $"plumber after:{today:yyyy-MM-dd}");
    }

    [Fact]
    public async Task Nobody_finds_what_somebody_else_wrote()
    {
        var (mira, jonas) = (await App.PersonAsync(), await App.PersonAsync());
        await mira.NoteAsync("Secret", "xylophone");
        await jonas.NoteAsync("Jonas", "nothing");
        await FindsAsync(mira, "xylophone", "Secret");
        await FindsAsync(jonas, "xylophone");
        await FindsAsync(jonas, "-nothing");
        await FindsAsync(jonas, "-other", "Jonas");
    }

    [Fact]
    public async Task What_is_changed_moved_and_deleted_for_good_is_found_as_it_is_now()
    {
        var mira = await App.PersonAsync();
        var note = await mira.NoteAsync("First", "walnut");
        await mira.SubmitAsync($"/notes/{note}/edit/", ("name", "Second"), ("text", "hazel"));
        await FindsAsync(mira, "walnut");
        await FindsAsync(mira, "hazel", "Second");
        await Postgres.ExecuteAsync(App.Connection, $"DELETE FROM notes WHERE id = '{note}'");
        Assert.Equal(0, await Postgres.ScalarAsync<long>(
            App.Connection, $"SELECT count(*) FROM note_search WHERE note_id = '{note}'"));
    }

    [Fact]
    public async Task A_hit_is_marked_in_its_sentence_and_leads_to_its_place()
    {
        var mira = await App.PersonAsync();
        var before = string.Concat(Enumerable.Repeat("something else entirely ", 40));
        await mira.NoteAsync("<b>Café</b>", before + "\n“well-known <script>” words " + before);

        var page = await SearchAsync(mira, "known cafe");
        var hit = page.Document.QuerySelector(".hits li")!;
        Assert.Equal("<b><mark>Café</mark></b>", System.Net.WebUtility.HtmlDecode(hit.QuerySelector("a")!.InnerHtml));
        Assert.Equal(["known"], hit.QuerySelectorAll("p mark").Select(m => m.TextContent));
        var snippet = hit.QuerySelector("p")!.TextContent;
        Assert.Contains("“well-known <script>” words", snippet, StringComparison.Ordinal);
        Assert.StartsWith("… ", snippet, StringComparison.Ordinal);
        Assert.EndsWith("/#:~:text=known", hit.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_log_and_no_metric_says_what_was_looked_for()
    {
        var mira = await App.PersonAsync();
        await FindsAsync(mira, "chrysanthemum pad:hydrangea");
        using var operators = new HttpClient { BaseAddress = App.Management };
        var metrics = await operators.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("/search/", metrics, StringComparison.Ordinal);
        foreach (var word in new[] { "chrysanthemum", "hydrangea" })
        {
            Assert.DoesNotContain(word, metrics, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(App.Log.All, l => l.Text.Contains(word, StringComparison.OrdinalIgnoreCase));
        }
        Assert.Contains(App.Log.All, l => l.Text.Contains("/search/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Results_are_paged_and_counted_as_far_as_500()
    {
        var mira = await App.PersonAsync();
        await Seed.NotesAsync(App.Connection, 503, mira.Email, text: "'common'");
        var page = await SearchAsync(mira, "common");
        Assert.Contains("(more than 500)", page.Document.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        HashSet<string> seen = [];
        for (var pages = 0; ; pages++)
        {
            var links = page.Document.QuerySelectorAll(".hits .name a");
            seen.UnionWith(links.Select(a => a.GetAttribute("href")!));
            if (page.Document.QuerySelector(".pager [rel=next]") is not { } next) break;
            Assert.True(pages < 30, "It does not end.");
            page = await mira.GetAsync(next.GetAttribute("href")!);
        }
        Assert.Equal(503, seen.Count);
    }
}

using System.Text;
using Notejam.Tests.Hosting;
using Notejam.Web.Search;
using Npgsql;

namespace Notejam.Tests.Search;

/// <summary>How what was typed is read: each row says it as it can be typed to mean the same.</summary>
public sealed class SearchQueryTests(AppFixture site) : IClassFixture<AppFixture>
{
    [Theory]
    // Words: the last may go on.
    [InlineData("backup", "backup*")]
    [InlineData("  backup   drill ", "\"backup\" drill*")]
    [InlineData("a", "\"a\"")]
    [InlineData("a b", "\"a\" \"b\"")]
    [InlineData("at", "at*")]
    [InlineData("kett* descale", "kett* descale*")]
    [InlineData("k* x", "\"k\" \"x\"")]
    [InlineData("**kett**", "kett*")]
    [InlineData("don't", "\"don-t\"")]
    [InlineData("well-known", "well-known*")]
    [InlineData("a.b@c.org", "a-b-c-org*")]
    [InlineData("東京", "東京*")]
    [InlineData("C# 10", "\"c\" 10*")]
    // Phrases, of which the last may be open.
    [InlineData("\"with the backup\"", "\"with the backup\"")]
    [InlineData("\"with the backup", "\"with the backup\"")]
    [InlineData("\"one\" two", "\"one\" two*")]
    [InlineData("one\"two\" x", "\"one-two\" \"x\"")]
    [InlineData("\"\"", "")]
    [InlineData("\"", "")]
    [InlineData("\"  \" x", "\"x\"")]
    [InlineData("\"a*\"", "\"a*\"")]
    // What a note must not have: whole words.
    [InlineData("-kettle", "-\"kettle\"")]
    [InlineData("tea -kettle", "\"tea\" -\"kettle\"")]
    [InlineData("-\"tea kettle\" cup", "-\"tea kettle\" cup*")]
    [InlineData("-kett* cup", "-kett* cup*")]
    [InlineData("- kettle", "kettle*")]
    [InlineData("--kettle", "-\"kettle\"")]
    [InlineData("tea-kettle", "tea-kettle*")]
    [InlineData("-", "")]
    // Pads.
    [InlineData("pad:Work", "pad:\"Work\"")]
    [InlineData("PAD:work tea", "tea* pad:\"work\"")]
    [InlineData("pad:\"House and garden\" tea", "tea* pad:\"House and garden\"")]
    [InlineData("pad:\"House", "pad:\"House\"")]
    [InlineData("pad:a pad:b", "pad:\"a\" pad:\"b\"")]
    [InlineData("pad:", "pad*")]
    [InlineData("pad:\"\" x", "\"pad\" \"x\"")]
    [InlineData("-pad:Work", "-\"pad-work\"")]
    [InlineData("\"pad:Work\"", "\"pad:Work\"")]
    // Where and what.
    [InlineData("is:trash", "is:trash")]
    [InlineData("IS:Trash tea", "tea* is:trash")]
    [InlineData("is:pinned", "is:pinned")]
    [InlineData("IS:ARCHIVED tea", "tea* is:archived")]
    [InlineData("is:archived is:pinned is:trash", "is:trash is:pinned is:archived")]
    [InlineData("is:pin", "is-pin*")]
    [InlineData("-is:archived", "-\"is-archived\"")]
    [InlineData("is:good", "is-good*")]
    [InlineData("is:\"trash\"", "is:trash")]
    [InlineData("is: trash", "\"is\" trash*")]
    [InlineData("has:task", "has:task")]
    [InlineData("has:tasks", "has-tasks*")]
    [InlineData("-is:trash", "-\"is-trash\"")]
    // Days.
    [InlineData("before:2026-01-31", "before:2026-01-31")]
    [InlineData("after:2024-02-29 tea", "tea* after:2024-02-29")]
    [InlineData("after:2025-02-29", "after-2025-02-29*")]
    [InlineData("before:2026-1-31", "before-2026-1-31*")]
    [InlineData("before:0001-01-01", "before-0001-01-01*")]
    [InlineData("before:9999-12-31", "before-9999-12-31*")]
    [InlineData("before:yesterday tea", "\"before-yesterday\" tea*")]
    [InlineData("before:2026-01-31 before:2025-01-31", "before:2025-01-31")]
    [InlineData("tea before:2026-01-31", "\"tea\" before:2026-01-31")]
    // Nothing to look for.
    [InlineData("", "")]
    [InlineData("   ", "")]
    [InlineData("?!", "")]
    [InlineData("*", "")]
    [InlineData("🙂", "")]
    [InlineData("()&|!<->:", "")]
    // What means something in SQL or in a tsquery means nothing here.
    [InlineData("'); DROP TABLE notes", "\"drop\" \"table\" notes*")]
    [InlineData("tea & !kettle", "\"tea\" kettle*")]
    [InlineData("tea:*", "tea*")]
    [InlineData("\\'tea", "tea*")]
    [InlineData(":tea", "tea*")]
    [InlineData("http://example.org/?q=1", "\"http-example-org-q-1\"")]
    [InlineData("tea\u00A0cup", "\"tea\" cup*")]
    [InlineData("tea\tcup", "\"tea\" cup*")]
    [MemberData(nameof(Table))]
    public void What_was_typed_is_read(string typed, string read)
    {
        var query = SearchQuery.Parse(typed);
        Assert.Equal(read, query.ToString());
        Assert.Equal(read, SearchQuery.Parse(read).ToString());
    }

    /// <summary>queries.txt: what is typed, a tab, and how it is read. Lines without a tab are headings.</summary>
    public static TheoryData<string, string> Table()
    {
        var table = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "Notejam.Tests", "Search", "queries.txt")))
        {
            if (line.Split('\t') is [var typed, var read]) table.Add(typed, read == "(nothing)" ? "" : read);
        }
        return table;
    }

    [Fact]
    public void More_than_twenty_parts_are_cut_and_that_is_said()
    {
        var query = SearchQuery.Parse(string.Join(' ', Enumerable.Range(10, 21)));
        Assert.True(query.IsCut);
        Assert.Equal(20, query.Terms.Count);
        Assert.False(SearchQuery.Parse(string.Join(' ', Enumerable.Range(10, 20))).IsCut);
        Assert.True(SearchQuery.Parse(new string('x', 501)).IsCut);
    }

    const int Seed = 20261130;

    static readonly string[] Scraps =
    [
        "a", "tea", "Kettle", "東京", "ข้าว", "é", "ß", "İ", "x", "10", "-", "--", "\"", "'", "*", ":", " ", "  ", "\t", "\n",
        "pad:", "is:", "has:", "before:", "after:", "trash", "pinned", "archived", "task", "2026-01-31", "Work",
        "(", ")", "&", "|", "!", "<->", "\\", "%", "_", "#", "@", ",", ".", "/", ";", "$1", "NULL",
        "🙂", "\u0301", "\uFFFE", "\uD800",
    ];

    static string Typed(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Scraps[random.Next(Scraps.Length)]));

    [Fact]
    public void Whatever_is_typed_is_read_and_what_the_page_says_of_it_means_the_same()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 1_000_000; i++)
        {
            var typed = Typed(random);
            var query = SearchQuery.Parse(typed);
            var said = query.ToString();
            var again = SearchQuery.Parse(said);
            if (again.Condition("m") == query.Condition("m") && again.ToString() == said && !again.IsCut) continue;
            Assert.Fail($"Seed {Seed}: “{typed}” is read as “{said}”, and that as “{again}”.");
        }
    }

    [Fact]
    public async Task PostgreSQL_takes_whatever_was_read()
    {
        var random = new Random(Seed);
        await using var database = NpgsqlDataSource.Create(site.App.Connection);
        await using var connection = await database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 2_000; i++)
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(SearchRead.Of(Typed(random), TimeZoneInfo.Utc, null).Ask(Guid.Empty));
            await using var rows = await batch.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        }
    }
}

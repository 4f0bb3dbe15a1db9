using System.Text;
using Notejam.Tests.Hosting;
using Notejam.Web.Search;
using Npgsql;

namespace Notejam.Tests.Search;

/// <summary>What is looked for is folded here, what is written in PostgreSQL: both must come to the same.</summary>
public sealed class FoldTests(AppFixture site) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("Crème BRÛLÉE", "creme brulee")]
    [InlineData("  don't—stop… ", "don t stop")]
    [InlineData("Straße Łódź Ærø", "strasse lodz aero")]
    [InlineData("ΟΔΟΣ οδός", "οδοσ οδοσ")]
    [InlineData("ﬁne ½ Ⅳ", "fine 1 2 iv")]
    [InlineData("İstanbul ISPARTA", "istanbul isparta")]
    [InlineData("tower東京タワー3F", "tower 東京タワー 3f")]
    [InlineData("ｶﾞﾗｽ 한국어", "ガラス 한국어")]
    [InlineData("สวัสดี ชาวโลก", "สวัสดี ชาวโลก")]
    [InlineData("a_b-c@d.org/e", "a b c d org e")]
    [InlineData("हिन्दी भाषा", "हिन्दी भाषा")]
    [InlineData("שָׁלוֹם مُحَمَّد", "שלום محمد")]
    [InlineData("Donau\u00ADdampf", "donaudampf")]
    [InlineData("!?", "")]
    public async Task A_text_is_words_of_small_letters(string text, string folded)
    {
        Assert.Equal(folded, SearchText.Fold(text));
        Assert.Equal(folded, await Postgres.ScalarAsync<string>(
            site.App.Connection, $"SELECT search_fold('{text.Replace("'", "''", StringComparison.Ordinal)}')"));
    }

    /// <summary>Letters of Unicode 16, which older servers do not know.</summary>
    static readonly (int First, int Last)[] Newer = [(0x1C89, 0x1C8A), (0xA7CB, 0xA7DC)];

    [Fact]
    public async Task PostgreSQL_folds_every_character_as_the_application_does()
    {
        (int First, int Last)[] planes = [(0x1, 0xFFFF), (0x1D400, 0x1D7FF), (0x1F100, 0x1F1FF), (0x20000, 0x2A6DD)];
        var characters = planes
            .SelectMany(p => Enumerable.Range(p.First, p.Last - p.First + 1))
            .Where(c => Rune.IsValid(c) && !Array.Exists(Newer, n => c >= n.First && c <= n.Last))
            .ToArray();
        await using var database = NpgsqlDataSource.Create(site.App.Connection);
        await using var asked = database.CreateCommand(
            "SELECT c, search_fold('x' || chr(c) || 'y') FROM unnest($1) AS c");
        asked.Parameters.Add(new() { Value = characters });
        await using var rows = await asked.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<string> others = [];
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            var (character, folded) = (rows.GetInt32(0), rows.GetString(1));
            var here = SearchText.Fold($"x{new Rune(character)}y");
            if (here != folded) others.Add($"U+{character:X4}: here '{here}', there '{folded}'");
        }
        Assert.True(others.Count == 0, string.Join('\n', others.Take(20)));
    }
}

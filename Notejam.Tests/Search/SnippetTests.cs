using Notejam.Web.Search;

namespace Notejam.Tests.Search;

/// <summary>What stands under a hit: brackets are where the page marks.</summary>
public sealed class SnippetTests
{
    static string TextOf(string text, string typed)
    {
        var snippet = Snippet.OfText(text, SearchQuery.Parse(typed).Terms);
        return string.Concat(snippet.Parts.Select(p => p.IsMarked ? $"[{p.Text}]" : p.Text));
    }

    [Theory]
    [InlineData("The kettle, a KETTLE and kettles.", "\"kettle\"", "The [kettle], a [KETTLE] and kettles.")]
    [InlineData("The kettle and kettles.", "kett", "The [kettle] and [kettles].")]
    [InlineData("Un café à Łódź", "cafe lodz", "Un [café] à [Łódź]")]
    [InlineData("Cafe\u0301.", "café", "[Cafe\u0301].")]
    [InlineData("東京都庁は東京にある", "東京", "[東京]都庁は[東京]にある")]
    [InlineData("well-known", "known", "well-[known]")]
    [InlineData("", "kettle", "")]
    [InlineData("Nothing here.", "is:trash", "Nothing here.")]
    public void What_was_looked_for_is_marked_as_it_was_written(string text, string typed, string shown) =>
        Assert.Equal(shown, TextOf(text, typed));

    [Fact]
    public void A_long_text_is_shown_where_most_of_the_words_stand_together()
    {
        var filling = string.Concat(Enumerable.Repeat("nothing much ", 60));
        var shown = TextOf($"{filling}a kettle {filling}the kettle on the stove {filling}", "kettle stove");
        Assert.Contains("the [kettle] on the [stove]", shown, StringComparison.Ordinal);
        Assert.StartsWith("… ", shown, StringComparison.Ordinal);
        Assert.EndsWith(" …", shown, StringComparison.Ordinal);
        Assert.InRange(shown.Length, 150, 260);
    }

    [Fact]
    public void A_cut_is_never_within_a_character()
    {
        for (var before = 0; before < 30; before++)
        {
            var smiles = string.Concat(Enumerable.Repeat("🙂", 400));
            var shown = TextOf($"{new string('x', before)}{smiles} kettle", "kettle");
            // Half a character cannot be normalized.
            Assert.Equal(shown, shown.Normalize());
            Assert.Contains("[kettle]", shown, StringComparison.Ordinal);
        }
    }
}

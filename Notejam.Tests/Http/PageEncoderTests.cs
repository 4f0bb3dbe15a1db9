using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using AngleSharp.Html.Parser;
using Notejam.Tests.Hosting;
using Notejam.Web.Http;

namespace Notejam.Tests.Http;

/// <summary>What goes into a page as it is, and what as an entity.</summary>
public sealed class PageEncoderTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    readonly PageEncoder encoder = new();

    static IEnumerable<Rune> All => Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(c => new Rune(c));

    /// <summary>It would be 2.7 times as large: eight characters for the three bytes of each letter.</summary>
    [Fact]
    public async Task Letters_of_every_script_are_in_a_page_as_they_are()
    {
        const string text = "日本語のノート, հայերեն, עברית, ภาษาไทย, Ελληνικά, 𠮷, 𞤀, 🧑‍🚀";
        var person = await fixture.App.PersonAsync();
        var note = await person.NoteAsync(text, text);
        foreach (var page in new[] { $"/notes/{note}/", $"/notes/{note}/edit/", "/" })
            Assert.Contains(text, (await person.GetAsync(page)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('<')]
    [InlineData('>')]
    [InlineData('&')]
    [InlineData('"')]
    [InlineData('\'')]
    public void What_means_something_in_HTML_is_an_entity(char character)
    {
        var encoded = encoder.Encode($"é{character}日{character}");
        Assert.Matches("^é&#?[0-9a-zA-Z]+;日&#?[0-9a-zA-Z]+;$", encoded);
        Assert.Equal($"é{character}日{character}", WebUtility.HtmlDecode(encoded));
    }

    [Fact]
    public void What_cannot_be_seen_is_an_entity_except_the_controls_that_would_be_read_as_others()
    {
        var entities = All.Where(r => encoder.Encode(r.ToString()).StartsWith('&')).ToHashSet();
        Assert.Superset(All.Where(CannotBeSeen).ToHashSet(), entities);
        var seen = entities.Where(r => !CannotBeSeen(r) && IsText(r)).Select(r => r.ToString());
        Assert.Equal("& < > \" ' +".Split(' ').Order(), seen.Order());

        static bool CannotBeSeen(Rune rune) => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control => rune.Value is < 0x80 and not ('\t' or '\n'),
            UnicodeCategory.LineSeparator => true,
            UnicodeCategory.ParagraphSeparator => true,
            UnicodeCategory.OtherNotAssigned => true,
            UnicodeCategory.PrivateUse => true,
            _ => false,
        };

        static bool IsText(Rune rune) =>
            Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune);
    }

    /// <summary>
    /// But not NUL, which no page can hold, and half of a pair, which is no character. The last line is the negative
    /// control.
    /// </summary>
    [Fact]
    public void A_browser_reads_every_character_as_what_it_was()
    {
        var text = string.Concat(All.Where(r => r.Value != 0));
        Assert.True(text == AsRead(encoder.Encode(text)));
        Assert.Equal("a\uFFFDb", encoder.Encode("a\uD800b"));
        Assert.Equal("€", AsRead(HtmlEncoder.Default.Encode("\u0080")));
    }

    static string AsRead(string encoded) =>
        new HtmlParser().ParseDocument($"<p title=\"{encoded}\">").QuerySelector("p")!.GetAttribute("title")!;

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("😀")]
    [InlineData("😀<")]
    [InlineData("a😀b\u0085c<d")]
    public void Nothing_of_a_text_is_lost_around_what_goes_as_it_is(string text) =>
        Assert.Equal(text.Replace("<", "&lt;", StringComparison.Ordinal), encoder.Encode(text));
}

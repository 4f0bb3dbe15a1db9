using Notejam.Web.Markdown;

namespace Notejam.Tests.Markdown;

/// <summary>Whatever a text says, its page is HTML of a few kinds, soon.</summary>
public sealed class HostileMarkdownTests(ITestOutputHelper output)
{
    const int Inputs = 100_000;

    /// <summary>Parts from which texts are made that no person writes.</summary>
    static readonly string[] Parts =
    [
        "*", "**", "_", "__", "~~", "~", "`", "``", "```", "\n", "\n\n", " ", "    ", "\t", "\\", "[", "]", "(", ")",
        "![", "](", "[^1]", "[^1]: ", "[^", "<", ">", "&", "&amp;", "&#0;", "&#x1F600;", "#", "# ", "###### ", "- ",
        "* ", "+ ", "1. ", "99) ", "- [ ] ", "- [x] ", "> ", "|", "|---|", "---", "===", "***", "https://",
        "https://a.example/", "www.a.example", "mailto:a@b.example", "javascript:", "<script>", "<a@b.example>",
        "[a]: ", "[a]", "\"", "'", "{", "}", "{#id .class onclick=x}", "word", "ä", "漢", "\U0001F347", "\u0301",
        "\u200F", "\u2028", "\0", "\u0007", "&#xD800;", "\uFFFD", "<!--", "-->", "^", "=", ":", ":-:|-:", "$", "%",
        "!", "[[", "]]", "[[word]]", "[[word|",
    ];

    [Fact]
    public void Of_every_hostile_shape_only_words_are_left()
    {
        var texts = HostileMarkup.Texts.ToList();
        Assert.True(texts.Count >= 700, $"{texts.Count} are too few.");
        Assert.All(texts, text => SafeHtml.Check(text, Html(text)));
    }

    [Fact]
    public void What_no_person_writes()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < Inputs; i++)
        {
            var text = string.Concat(random.GetItems(Parts, random.Next(1, 40)));
            SafeHtml.Check(text, Html(text));
        }
    }

    /// <summary>Inputs over which Markdown parsers have fallen: each as long as a text may be.</summary>
    [Theory]
    [InlineData("", "[", "")]
    [InlineData("", "![", "")]
    [InlineData("", "[a](", "")]
    [InlineData("", "[a][", "")]
    [InlineData("", "](", "")]
    [InlineData("", "<", "")]
    [InlineData("", "<a@", "")]
    [InlineData("", "<!--", "")]
    [InlineData("", "*a ", "")]
    [InlineData("", "*a **a ", "")]
    [InlineData("", "a**b", "c* ")]
    [InlineData("", "_a __b ", "")]
    [InlineData("", "~~a ", "")]
    [InlineData("", "`a``", "")]
    [InlineData("", "`", "")]
    [InlineData("", "> ", "a")]
    [InlineData("", "- ", "a")]
    [InlineData("", "1. ", "a")]
    [InlineData("", "- a\n", "")]
    [InlineData("", "# a\n", "")]
    [InlineData("", "a\n---\n", "")]
    [InlineData("", "a|", "\n|-|")]
    [InlineData("", "|", "\n|-|")]
    [InlineData("|a|\n|-|\n", "|b|\n", "")]
    [InlineData("", "|a|\n|-|\n\n", "")]
    [InlineData("[^1]: a\n\n", "[^1]", "")]
    [InlineData("", "[^a]: b\n", "[^a]")]
    [InlineData("", "[a]: b\n", "[a]")]
    [InlineData("[a]: /b\n\n", "[a]", "")]
    [InlineData("", "&", "")]
    [InlineData("", "\\", "")]
    [InlineData("", "https://a.example/", "")]
    [InlineData("", "www.", "")]
    [InlineData("", "((", "")]
    [InlineData("[a](", "(", ")")]
    [InlineData("", "```\n", "")]
    [InlineData("", "\t", "a")]
    [InlineData("", " ", "a")]
    [InlineData("", "\n", "a")]
    [InlineData("", "- [ ] a\n", "")]
    [InlineData("", "- [ ] ", "a")]
    [InlineData("", "![a](/b)", "")]
    [InlineData("", "<a://b>", "")]
    [InlineData("", "[[", "")]
    [InlineData("", "[[a|", "")]
    [InlineData("", "[[a]]", "")]
    [InlineData("[[", "\\[", "]]")]
    public async Task Long_inputs_are_rendered_soon(string before, string repeated, string after)
    {
        var room = Web.Notes.Note.TextLength - before.Length - after.Length;
        var text = before + string.Concat(Enumerable.Repeat(repeated, room / repeated.Length)) + after;
        var cancel = TestContext.Current.CancellationToken;
        var html = await Task.Run(() => Html(text, canTick: true), cancel).WaitAsync(TimeSpan.FromSeconds(20), cancel);
        output.WriteLine($"{html.Length}");
    }

    /// <summary>With every link to a note, to one that is there or not.</summary>
    static string Html(string text, bool canTick = false)
    {
        Guid? Target(string name) => name.Length % 2 == 0 ? Guid.Empty : null;
        var targets = new NoteLinkTargets(NoteLinks.NamesIn(text).ToDictionary(name => name, Target));
        return NoteMarkdown.ToHtml(text, canTick, targets);
    }
}

using Notejam.Web.Markdown;

namespace Notejam.Tests.Markdown;

/// <summary>What is written, and how it reads.</summary>
public sealed class MarkdownTests
{
    [Theory]
    [InlineData("Two\nlines.", "<p dir=\"auto\">Two<br>lines.</p>")]
    [InlineData("one\n  two\n     three", "<p dir=\"auto\">one<br>  two<br>     three</p>")]
    [InlineData("one\n\n two", "<p dir=\"auto\">one</p><p dir=\"auto\"> two</p>")]
    [InlineData("a  \n  b\\\nc", "<p dir=\"auto\">a<br>  b<br>c</p>")]
    [InlineData("> a\n> b", "<blockquote dir=\"auto\"><p>a<br>b</p></blockquote>")]
    [InlineData("- a\n  b", "<ul dir=\"auto\"><li>a<br>b</li></ul>")]
    [InlineData("One.\n\n\nTwo.", "<p dir=\"auto\">One.</p><p dir=\"auto\">Two.</p>")]
    [InlineData("*a* **b** ~~c~~ `d`", "<p dir=\"auto\"><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>")]
    [InlineData("<b>bold</b> & \"co\"", "<p dir=\"auto\">&lt;b&gt;bold&lt;/b&gt; &amp; &quot;co&quot;</p>")]
    [InlineData("# A", "<h2 id=\"h-a\" dir=\"auto\">A</h2>")]
    [InlineData("###### A", "<h6 id=\"h-a\" dir=\"auto\">A</h6>")]
    [InlineData("## Käse, *Brot*", "<h3 id=\"h-käse-brot\" dir=\"auto\">Käse, <em>Brot</em></h3>")]
    [InlineData("# A\n# A", "<h2 id=\"h-a\" dir=\"auto\">A</h2><h2 id=\"h-a.2\" dir=\"auto\">A</h2>")]
    [InlineData("#tag", "<p dir=\"auto\">#tag</p>")]
    [InlineData("3. a\n1. b\n2. c", "<ol start=\"3\" dir=\"auto\"><li>a</li><li value=\"1\">b</li><li>c</li></ol>")]
    [InlineData("a\n\t*b*\n   `c`", "<p dir=\"auto\">a<br>\t<em>b</em><br>   <code>c</code></p>")]
    [InlineData("All\nthe `rent`\n---", "<h3 id=\"h-all-the-rent\" dir=\"auto\">All<br>the <code>rent</code></h3>")]
    [InlineData("[todo]: milk\n[idea]: cheese", "<p dir=\"auto\">[todo]: milk<br>[idea]: cheese</p>")]
    [InlineData("[^1]: call *Anna*", "<p dir=\"auto\">[^1]: call *Anna*</p>")]
    [InlineData("[a]\n\n[a]: /b", "<p dir=\"auto\"><a href=\"/b\">a</a></p>")]
    [InlineData("- a\n- b", "<ul dir=\"auto\"><li>a</li><li>b</li></ul>")]
    [InlineData("3. a\n4. b", "<ol start=\"3\" dir=\"auto\"><li>a</li><li>b</li></ol>")]
    [InlineData("- a\n\n- b", "<ul dir=\"auto\"><li><p>a</p></li><li><p>b</p></li></ul>")]
    [InlineData("```sh\na < b\n```", "<pre tabindex=\"0\"><code>a &lt; b\n</code></pre>")]
    [InlineData("---", "<hr />")]
    public void Text(string text, string html) => Assert.Equal(html, Html(text).Trim());

    [Theory]
    [InlineData("[a](https://example.org/x?y=1&z)", "<a href=\"https://example.org/x?y=1&amp;z\">a</a>")]
    [InlineData("[a](/pads/ \"Pads\")", "<a href=\"/pads/\" title=\"Pads\">a</a>")]
    [InlineData("[a](#käse)", "<a href=\"#h-k%C3%A4se\">a</a>")]
    [InlineData("https://example.org/x.", "<a href=\"https://example.org/x\">https://example.org/x</a>.")]
    [InlineData("www.example.org", "<a href=\"https://www.example.org\">www.example.org</a>")]
    [InlineData("<mira@example.org>", "<a href=\"mailto:mira@example.org\">mira@example.org</a>")]
    [InlineData("![A plan](https://example.org/plan.png)", "<a href=\"https://example.org/plan.png\">A plan</a>")]
    [InlineData("![](https://example.org/a)", "<a href=\"https://example.org/a\">https://example.org/a</a>")]
    [InlineData("[![a](https://one.example/)](https://two.example/)", "<a href=\"https://two.example/\">a</a>")]
    [InlineData("[a](#Über-Kopf)", "<a href=\"#h-%C3%BCber-kopf\">a</a>")]
    [InlineData("[a](javascript:alert(1))", "a")]
    [InlineData("[a](//example.org/)", "a")]
    [InlineData("[a](/\\example.org/)", "a")]
    [InlineData("[a](data:text/html,x)", "a")]
    [InlineData("ftp://example.org/x", "ftp://example.org/x")]
    public void Links(string text, string html) => Assert.Equal($"<p dir=\"auto\">{html}</p>", Html(text));

    [Fact]
    public void Table() => Assert.Equal(
        """<div class="scroll" role="region" aria-label="Table" tabindex="0"><table dir="auto"><thead><tr>"""
        + """<th scope="col">What</th><th scope="col" class="num">Size</th></tr></thead>"""
        + """<tbody><tr><td><em>All</em></td><td class="num">12</td>"""
        + "</tr></tbody></table></div>",
        Html("| What | Size |\n|------|-----:|\n| *All* | 12 |"));

    [Fact]
    public void Footnotes() => Assert.Equal(
        """<p dir="auto">So.<sup id="fnref1"><a href="#fn1" aria-label="Footnote 1">1</a></sup></p>"""
        + """<section class="footnotes" aria-label="Footnotes"><ol><li id="fn1" dir="auto">Said he."""
        + """<a href="#fnref1" aria-label="Back to the text">↩</a></li></ol></section>""",
        Html("So.[^1]\n\n[^1]: Said he."));

    [Fact]
    public void Tasks_are_buttons_for_who_can_tick()
    {
        const string Text = "- [ ] Ask *Priit*\n- [x] Book\n- plain";
        Assert.Equal(
            $"""<ul dir="auto">{Task("done", 1, "false", "Ask <em>Priit</em>")}{Task("open", 2, "true", "Book")}"""
            + "<li>plain</li></ul>",
            NoteMarkdown.ToHtml(Text, canTick: true, NoteLinkTargets.None));
        Assert.Equal(
            """<ul dir="auto">"""
            + """<li class="task"><input type="checkbox" disabled aria-label="To do"> Ask <em>Priit</em></li>"""
            + """<li class="task"><input type="checkbox" disabled checked aria-label="Done"> Book</li>"""
            + "<li>plain</li></ul>",
            Html(Text));

        static string Task(string name, int number, string isTicked, string words) =>
            $"""<li class="task"><button form="tasks" name="{name}" value="{number}" role="checkbox" """
            + $"""aria-checked="{isTicked}" aria-labelledby="task{number}"><span class="box"></span></button> """
            + $"""<span id="task{number}">{words}</span></li>""";
    }

    [Theory]
    [InlineData("- see [x] there")]
    [InlineData("- [x](https://example.org/)")]
    [InlineData("- [xx] a")]
    [InlineData("- a\n\n  [ ] b")]
    [InlineData("[ ] a")]
    public void No_task(string text) =>
        Assert.DoesNotContain("class=\"task\"", Html(text), StringComparison.Ordinal);

    /// <summary>As deep as nobody writes; shown all the same.</summary>
    [Theory]
    [InlineData(">")]
    [InlineData("- ")]
    [InlineData("[0, 1) ")]
    [InlineData("![a ")]
    [InlineData("*a _b ")]
    public void Nested_deeper_than_can_be_shown(string sign) =>
        Assert.EndsWith(" kettle</p>", Html($"{Many(sign, 5_000)} kettle"), StringComparison.Ordinal);

    /// <summary>Some kilobytes that would become hundreds of megabytes.</summary>
    [Fact]
    public void Texts_that_grow()
    {
        var wide = Html($"|{Many("a|", 600)}\n|{Many("-|", 600)}\n{Many("|a|\n", 600)}");
        Assert.StartsWith("<p dir=\"auto\">|", wide, StringComparison.Ordinal);
        var longAddress = Html($"[a]: /{Many("x", 20_000)}\n\n{Many("[a] ", 4_000)}");
        Assert.InRange(longAddress.Length, 36_000, 2_000_000);
        var usual = Html($"|a|b|\n|-|-|\n{Many("|a|b|\n", 2_000)}");
        Assert.Contains("<td>b</td>", usual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5_000, "<a href")]
    [InlineData(5_001, "[a](/b)")]
    public void More_links_than_anybody_writes(int links, string shown) =>
        Assert.StartsWith($"<p dir=\"auto\">{shown}", Html(Many("[a](/b) ", links)), StringComparison.Ordinal);

    static string Many(string part, int times) => string.Concat(Enumerable.Repeat(part, times));

    static string Html(string text) => NoteMarkdown.ToHtml(text, canTick: false, NoteLinkTargets.None);
}

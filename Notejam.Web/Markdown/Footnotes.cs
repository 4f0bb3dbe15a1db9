using System.Globalization;
using Markdig.Extensions.Footnotes;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Notejam.Web.Markdown;

sealed class FootnotesWriter : HtmlObjectRenderer<FootnoteGroup>
{
    protected override void Write(HtmlRenderer html, FootnoteGroup footnotes)
    {
        if (footnotes.Count == 0) return;
        html.Write("""<section class="footnotes" aria-label="Footnotes"><ol>""");
        foreach (var footnote in footnotes.Cast<Footnote>())
        {
            html.Write(string.Create(CultureInfo.InvariantCulture, $"""<li id="fn{footnote.Order}" dir="auto">"""));
            html.WriteBlocks(footnote, areImplicit: footnote.Count == 1);
            html.Write("</li>");
        }
        html.Write("</ol></section>");
    }
}

sealed class FootnoteLinkWriter : HtmlObjectRenderer<FootnoteLink>
{
    protected override void Write(HtmlRenderer html, FootnoteLink link)
    {
        var order = link.Footnote.Order;
        var (begin, address, label, words, end) = link.IsBackLink
            ? ("", $"fnref{link.Index}", "Back to the text", "↩", "")
            : ($"""<sup id="fnref{link.Index}">""", $"fn{order}", $"Footnote {order}", $"{order}", "</sup>");
        if (!html.EnableHtmlForInline || link.IsWithinLink()) html.Write(words);
        else html.Write($"""{begin}<a href="#{address}" aria-label="{label}">{words}</a>{end}""");
    }
}

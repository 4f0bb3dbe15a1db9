using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Notejam.Web.Markdown;

/// <param name="text">In which it was written.</param>
sealed class ParagraphWriter(string text) : HtmlObjectRenderer<ParagraphBlock>
{
    protected override void Write(HtmlRenderer html, ParagraphBlock paragraph)
    {
        if (html.ImplicitParagraph) html.WriteLeafInline(paragraph);
        else if (paragraph.Parent is MarkdownDocument)
        {
            // A part of a list or of a quotation runs as the whole does.
            html.Write("""<p dir="auto">""")
                .Write(Indentation.Before(paragraph.Span.Start, text))
                .WriteLeafInline(paragraph)
                .Write("</p>");
        }
        else html.Write("<p>").WriteLeafInline(paragraph).Write("</p>");
    }
}

sealed class QuoteWriter : HtmlObjectRenderer<QuoteBlock>
{
    protected override void Write(HtmlRenderer html, QuoteBlock quotation)
    {
        html.Write("""<blockquote dir="auto">""").WriteBlocks(quotation, areImplicit: false);
        html.Write("</blockquote>");
    }
}

sealed class LiteralWriter : HtmlObjectRenderer<LiteralInline>
{
    protected override void Write(HtmlRenderer html, LiteralInline literal) =>
        html.Write(NoteRenderer.Encode(literal.Content.ToString()));
}

sealed class EntityWriter : HtmlObjectRenderer<HtmlEntityInline>
{
    protected override void Write(HtmlRenderer html, HtmlEntityInline entity) =>
        html.Write(NoteRenderer.Encode(entity.Transcoded.ToString()));
}

/// <summary>
/// A line ends where its writer ended it, and is indented as it was: a text that was written before there was Markdown
/// looks as it did.
/// </summary>
/// <param name="text">In which it was written.</param>
sealed class LineBreakWriter(string text) : HtmlObjectRenderer<LineBreakInline>
{
    protected override void Write(HtmlRenderer html, LineBreakInline end)
    {
        if (html.IsLastInContainer) return;
        html.Write(html.EnableHtmlForInline ? "<br>" : " ");
        if (end is { NextSibling: { } next, Parent.ParentBlock.Parent: MarkdownDocument })
            html.Write(Indentation.Before(next.Span.Start, text));
    }
}

static class Indentation
{
    /// <summary>The white space between the beginning of a line and what stands there.</summary>
    public static string Before(int start, string text)
    {
        var line = start > 0 ? text.LastIndexOf('\n', start - 1) + 1 : 0;
        var before = text[line..Math.Max(line, start)];
        return string.IsNullOrWhiteSpace(before) ? before : "";
    }
}

sealed class CodeInlineWriter : HtmlObjectRenderer<CodeInline>
{
    protected override void Write(HtmlRenderer html, CodeInline code)
    {
        var text = NoteRenderer.Encode(code.Content);
        html.Write(html.EnableHtmlForInline ? $"<code>{text}</code>" : text);
    }
}

sealed class CodeWriter : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer html, CodeBlock code)
    {
        html.Write("""<pre tabindex="0"><code>""");
        foreach (var line in code.Lines.Lines.AsSpan(0, code.Lines.Count))
            html.Write(NoteRenderer.Encode(line.Slice.ToString())).WriteLine();
        html.Write("</code></pre>");
    }
}

using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Notejam.Web.Http;

namespace Notejam.Web.Markdown;

/// <summary>Writes one note. What is not listed here is not written.</summary>
sealed class NoteRenderer : HtmlRenderer
{
    /// <summary>In characters: twenty times the longest text.</summary>
    const int MostHtml = 2_000_000;

    static readonly PageEncoder Encoder = new();

    NoteRenderer(StringWriter html, string text, bool canTick, NoteLinkTargets targets) : base(html)
    {
        ObjectRenderers.Clear();
        ObjectRenderers.AddRange(
        [
            new ParagraphWriter(text),
            new HeadingWriter(),
            new ListWriter(canTick),
            new QuoteWriter(),
            new CodeWriter(),
            new TableWriter(),
            new ThematicBreakRenderer(),
            new FootnotesWriter(),
            new LiteralWriter(),
            new EntityWriter(),
            new LineBreakWriter(text),
            new TaskWriter(),
            new EmphasisInlineRenderer { GetTag = TagOf },
            new DelimiterInlineRenderer(),
            new CodeInlineWriter(),
            new LinkWriter(),
            new NoteLinkWriter(targets),
            new AutolinkWriter(),
            new FootnoteLinkWriter(),
        ]);
        ObjectWriteBefore += (_, _) =>
        {
            if (html.GetStringBuilder().Length > MostHtml) throw new TooLargeException();
        };
    }

    /// <exception cref="TooLargeException">It would be more than a page may be.</exception>
    /// <exception cref="ArgumentException">It is too deeply nested.</exception>
    public static string Render(MarkdownDocument note, string text, bool canTick, NoteLinkTargets targets)
    {
        using var html = new StringWriter();
        var renderer = new NoteRenderer(html, text, canTick, targets);
        renderer.Render(note);
        var unreferenced = Definitions.Unreferenced(note, text).Select(Encode).ToList();
        if (unreferenced.Count > 0) html.Write($"""<p dir="auto">{string.Join("<br>", unreferenced)}</p>""");
        return html.ToString();
    }

    /// <summary>As Razor writes text into the other parts of a page.</summary>
    public static string Encode(string text) => Encoder.Encode(text);

    static string TagOf(EmphasisInline emphasis) => emphasis switch
    {
        { DelimiterChar: '~' } => "s",
        { DelimiterCount: 2 } => "strong",
        _ => "em",
    };
}

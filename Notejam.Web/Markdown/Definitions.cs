using Markdig.Extensions.Footnotes;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Notejam.Web.Markdown;

/// <summary>What links and footnotes refer to: "[name]: address" and "[^1]: words".</summary>
static class Definitions
{
    /// <summary>
    /// Those that nothing refers to, as they were typed. Markdown shows none of them; but who typed "[todo]: milk" has
    /// lost a line then.
    /// </summary>
    public static IEnumerable<string> Unreferenced(MarkdownDocument note, string text)
    {
        var definitions = note.GetLinkReferenceDefinitions(addGroup: false);
        if (definitions.Count == 0) return [];
        var referred = note.Descendants<LinkInline>().Select(link => link.Reference).ToHashSet();
        return definitions.OfType<LinkReferenceDefinition>()
            .Where(d => d is FootnoteLinkReferenceDefinition f ? f.Footnote.Order < 0 : !referred.Contains(d))
            .OrderBy(d => d.Span.Start)
            .Select(d => text[d.Span.Start..Math.Clamp(EndOf(d) + 1, d.Span.Start, text.Length)]);
    }

    static int EndOf(LinkReferenceDefinition definition) =>
        definition is FootnoteLinkReferenceDefinition { Footnote: var footnote }
            ? footnote.Descendants().Select(part => part.Span.End).Append(definition.Span.End).Max()
            : definition.Span.End;
}

using System.Globalization;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Notejam.Web.Markdown;

/// <summary>The words of a text without the signs of Markdown, for places that show a line of it.</summary>
static class PlainWords
{
    public static string Of(string text)
    {
        if (NoteMarkdown.Parse(text) is not { } note) return text;
        return string.Join(' ', [Of(note.Descendants()), .. Definitions.Unreferenced(note, text)]);
    }

    public static string Of(IEnumerable<MarkdownObject> parts)
    {
        var words = new StringBuilder();
        foreach (var part in parts)
        {
            switch (part)
            {
                // Words of two blocks, or of two cells, are two.
                case Block next:
                    words.Append(' ');
                    if (next is CodeBlock lines) words.Append(lines.Lines);
                    // What begins with a number is a list in Markdown, and may be a date.
                    if (next is ListItemBlock { Order: > 0 and var number })
                        words.Append(CultureInfo.InvariantCulture, $"{number}. ");
                    break;
                case LiteralInline literal:
                    words.Append(literal.Content.AsSpan());
                    break;
                case NoteLink link:
                    words.Append(link.Words);
                    break;
                case CodeInline code:
                    words.Append(code.ContentSpan);
                    break;
                case HtmlEntityInline entity:
                    words.Append(entity.Transcoded.AsSpan());
                    break;
                case AutolinkInline address:
                    words.Append(address.Url);
                    break;
                case LineBreakInline:
                    words.Append(' ');
                    break;
            }
        }
        return words.ToString();
    }
}

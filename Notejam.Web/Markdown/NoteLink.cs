using System.Text;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;
using Notejam.Web.Http;
using Notejam.Web.Notes;

namespace Notejam.Web.Markdown;

/// <summary>[[Name]] or [[Name|words]]: a link to one's own note of that name.</summary>
sealed class NoteLink : LeafInline
{
    public required string Name { get; init; }

    /// <summary>What is read in its place.</summary>
    public required string Words { get; init; }

    /// <summary>As it was typed.</summary>
    public required string Source { get; init; }

    /// <summary>What was typed behind the name.</summary>
    public required string Tail { get; init; }
}

/// <summary>
/// Reads a link in one line. A backslash before a bracket, a bar or a backslash makes it part of the name.
/// </summary>
sealed class NoteLinkParser : InlineParser
{
    public const string Begin = "[[";
    const string End = "]]";
    const char Bar = '|', Escape = '\\';

    public NoteLinkParser() => OpeningCharacters = ['['];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (Read(slice.AsSpan()) is not { } link || IsElsewhere(slice, link)) return false;
        link.Span.Start = processor.GetSourcePosition(slice.Start, out var line, out var column);
        link.Span.End = link.Span.Start + link.Source.Length - 1;
        (link.Line, link.Column) = (line, column);
        processor.Inline = link;
        slice.Start += link.Source.Length;
        return true;
    }

    /// <summary>"[[1]](address)": a link of the usual kind, whose words have brackets.</summary>
    static bool IsElsewhere(StringSlice slice, NoteLink link) => slice.PeekChar(link.Source.Length) == '(';

    /// <summary>The link that a text begins with; null if it begins with none.</summary>
    public static NoteLink? Read(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Begin)) return null;
        var typed = new StringBuilder();
        string? name = null;
        var tail = 0;
        for (var at = Begin.Length; at < text.Length; at++)
        {
            var character = text[at];
            if (text[at..].StartsWith(End))
            {
                if (name is null) tail = at;
                return Made(text[..(at + End.Length)], tail, name ?? typed.ToString(), typed.ToString());
            }
            if (character is '[' or ']' or '\n') return null;
            if (character == Bar && name is null)
            {
                (name, tail) = (typed.ToString(), at);
                typed.Clear();
                continue;
            }
            var isEscaped = character == Escape && at + 1 < text.Length && IsSign(text[at + 1]);
            typed.Append(isEscaped ? text[++at] : character);
        }
        return null;
    }

    public static string LinkTo(string name) => $"{Begin}{Escaped(name)}{End}";

    /// <summary>A name as it stands in a link.</summary>
    public static string Escaped(string name) =>
        string.Concat(name.Select(c => IsSign(c) ? $"{Escape}{c}" : c.ToString()));

    static bool IsSign(char character) => character is '[' or ']' or Bar or Escape;

    static NoteLink? Made(ReadOnlySpan<char> source, int tail, string typedName, string typedWords)
    {
        var (name, words) = (TextInput.Line(typedName), TextInput.Line(typedWords));
        if (name.Length == 0 || TextInput.Length(name) > Note.NameLength) return null;
        return new NoteLink
        {
            Name = name,
            Words = words.Length > 0 ? words : name,
            Source = source.ToString(),
            Tail = source[tail..].ToString(),
        };
    }
}

/// <param name="targets">Which note has which name; a name that is not there is shown as it was typed.</param>
sealed class NoteLinkWriter(NoteLinkTargets targets) : HtmlObjectRenderer<NoteLink>
{
    protected override void Write(HtmlRenderer html, NoteLink link)
    {
        var words = NoteRenderer.Encode(link.Words);
        if (!html.EnableHtmlForInline || link.IsWithinLink() || !targets.Knows(link.Name, out var note))
            html.Write(NoteRenderer.Encode(link.Source));
        else if (note is not null)
            html.Write($"<a href=\"/notes/{note}/\">{words}</a>");
        else
            html.Write("<a class=\"absent\" href=\"/notes/create/?name=")
                .WriteEscapeUrl(Uri.EscapeDataString(link.Name))
                .Write($"\">{words}<span class=\"hidden\"> (not written yet)</span></a>");
    }
}

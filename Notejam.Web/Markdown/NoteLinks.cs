using System.Text;
using Markdig.Syntax;
using Notejam.Web.Http;
using Notejam.Web.Notes;

namespace Notejam.Web.Markdown;

/// <summary>The links of a text to other notes of its writer.</summary>
static class NoteLinks
{
    /// <summary>
    /// So many names of a text are looked for; the database knows as many of a note (migration LinkNotes).
    /// </summary>
    public const int Most = 500;

    /// <summary>
    /// The names, each once; also of what stands in code and is no link: whoever wants to know that reads all of it.
    /// </summary>
    public static IReadOnlyList<string> NamesIn(string text)
    {
        HashSet<string> names = [];
        for (var at = Next(text, 0); at >= 0 && names.Count < Most; at = Next(text, at + 1))
        {
            if (NoteLinkParser.Read(text.AsSpan(at)) is { } link) names.Add(link.Name);
        }
        return [.. names];
    }

    /// <summary>
    /// The text with its links to one name leading to another, and nothing else changed; the same text where it would
    /// be longer than one may be, or read otherwise: a name may begin code that ends behind the link.
    /// </summary>
    public static string Renamed(string text, string from, string to)
    {
        if (Next(text, 0) < 0 || NoteMarkdown.Parse(text) is not { } note) return text;
        var all = note.Descendants<NoteLink>().ToList();
        var links = all.Where(link => IsSame(link.Name, from)).ToList();
        if (links.Count == 0) return text;
        var renamed = new StringBuilder(text);
        foreach (var link in links.OrderByDescending(link => link.Span.Start))
        {
            renamed.Remove(link.Span.Start, link.Source.Length);
            renamed.Insert(link.Span.Start, $"{NoteLinkParser.Begin}{NoteLinkParser.Escaped(to)}{link.Tail}");
        }
        var result = renamed.ToString();
        var isAsMeant = TextInput.Length(result) <= Note.TextLength
            && NoteMarkdown.Parse(result)?.Descendants<NoteLink>().Count() == all.Count;
        return isAsMeant ? result : text;
    }

    /// <summary>As the database compares names (migration LinkNotes), and a little more generously.</summary>
    static bool IsSame(string name, string other) =>
        string.Equals(Composed(name), Composed(other), StringComparison.OrdinalIgnoreCase)
        || Lowered(name) == Lowered(other);

    static string Lowered(string name) => Composed(name).ToLowerInvariant();

    static string Composed(string name) =>
        name.Replace(Characters.NotForNormalize.ToString(), "", StringComparison.Ordinal).Normalize();

    static int Next(string text, int from) => text.IndexOf(NoteLinkParser.Begin, from, StringComparison.Ordinal);
}

using System.Globalization;
using Notejam.Web.Http;
using Notejam.Web.Tags;

namespace Notejam.Web.Search;

/// <summary>
/// Reads what was typed; whatever that is, it means something: what looks like an operator and is none is searched as
/// the words that it is made of.
/// </summary>
sealed class SearchParser
{
    /// <summary>In characters; what the field takes, written out as it was read, is shorter.</summary>
    public const int QueryLength = 500;

    public const int MostParts = 20;

    /// <summary>A single letter is the beginning of too much.</summary>
    const int ShortestPrefix = 2;

    readonly List<SearchTerm> terms = [];
    readonly List<TagTerm> tags = [];
    readonly List<string> pads = [];
    bool inTrash, isPinned, isArchived, withTask;
    DateOnly? before, after;

    public static SearchQuery Read(string typed)
    {
        var text = TextInput.Cut(typed, QueryLength);
        var parts = Split(text).ToList();
        var parser = new SearchParser();
        foreach (var (part, at) in parts.Take(MostParts).Select((part, at) => (part, at)))
            parser.Take(part, isLast: at == parts.Count - 1);
        return parser.Result(typed, isCut: text.Length < typed.Length || parts.Count > MostParts);
    }

    SearchQuery Result(string typed, bool isCut) =>
        new(typed, terms, tags, pads, inTrash, isPinned, isArchived, withTask, before, after, isCut);

    void Take(Part part, bool isLast)
    {
        if (!part.IsPhrase && TakeTag(part)) return;
        if (part is { IsNegated: false, IsPhrase: false } && TakeOperator(part.Text)) return;
        var words = SearchText.Words(part.Text);
        if (words.Length == 0) return;
        var mayGoOn = !part.IsPhrase && (part.Text.EndsWith('*') || (isLast && !part.IsNegated));
        var isPrefix = mayGoOn && words[^1].Length >= ShortestPrefix;
        terms.Add(new(part.IsPhrase ? part.Text : string.Join('-', words), isPrefix, part.IsNegated));
    }

    bool TakeTag(Part part)
    {
        const string Operator = "tag:";
        var isNamed = part.Text.StartsWith(Operator, StringComparison.OrdinalIgnoreCase);
        if (!isNamed && !part.Text.StartsWith('#')) return false;
        var typed = isNamed ? part.Text[Operator.Length..].Replace('"', ' ') : part.Text;
        if (TagNames.One(typed) is not { } tag) return false;
        tags.Add(new(tag, part.IsNegated));
        return true;
    }

    bool TakeOperator(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0) return false;
        var value = TextInput.Line(text[(colon + 1)..].Replace('"', ' '));
        switch (text[..colon].ToLowerInvariant())
        {
            case "pad" when SearchText.Words(value).Length > 0:
                pads.Add(value);
                return true;
            case "is" when value.Equals("trash", StringComparison.OrdinalIgnoreCase):
                return inTrash = true;
            case "is" when value.Equals("pinned", StringComparison.OrdinalIgnoreCase):
                return isPinned = true;
            case "is" when value.Equals("archived", StringComparison.OrdinalIgnoreCase):
                return isArchived = true;
            case "has" when value.Equals("task", StringComparison.OrdinalIgnoreCase):
                return withTask = true;
            case "before" when Day(value) is { } day:
                before = day;
                return true;
            case "after" when Day(value) is { } day:
                after = day;
                return true;
            default:
                return false;
        }
    }

    static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 1000 and < 9999 ? day : null;

    readonly record struct Part(string Text, bool IsPhrase, bool IsNegated);

    /// <summary>At spaces, but not between quotation marks, of which the last may be missing.</summary>
    static IEnumerable<Part> Split(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] == ' ')
            {
                at++;
                continue;
            }
            var isNegated = text[at] == '-' && at + 1 < text.Length && text[at + 1] != ' ';
            if (isNegated) at++;
            var isPhrase = text[at] == '"';
            if (isPhrase) at++;
            var end = isPhrase ? EndOf('"', text, at) : EndOfWord(text, at);
            yield return new(text[at..end], isPhrase, isNegated);
            at = end + (isPhrase ? 1 : 0);
        }
    }

    static int EndOfWord(string text, int from)
    {
        var end = EndOf(' ', text, from);
        var quote = text.IndexOf(":\"", from, end - from, StringComparison.Ordinal);
        return quote < 0 ? end : Math.Min(EndOf('"', text, quote + 2) + 1, text.Length);
    }

    static int EndOf(char mark, string text, int from) =>
        text.IndexOf(mark, from) is var end && end < 0 ? text.Length : end;
}

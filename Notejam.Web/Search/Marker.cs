using System.Globalization;
using System.Text;

namespace Notejam.Web.Search;

/// <summary>Where in a text a word stands that was looked for.</summary>
readonly record struct Mark(int Start, int End, string Word);

/// <summary>Finds in a text, as it was written, the words of a search.</summary>
static class Marker
{
    /// <summary>A text may repeat one word.</summary>
    const int Most = 1_000;

    readonly record struct Wanted(string Word, bool IsPrefix, bool IsUnspaced);

    public static List<Mark> Marks(string text, IReadOnlyList<SearchTerm> terms)
    {
        List<Mark> marks = [];
        var wanted = terms.SelectMany(Words).Distinct().ToList();
        for (var at = 0; at < text.Length && wanted.Count > 0 && marks.Count < Most;)
        {
            var end = EndOfWord(text, at);
            if (end > at) Look(text, at, end, wanted, marks);
            at = Math.Max(end, at + 1);
        }
        return marks;
    }

    static IEnumerable<Wanted> Words(SearchTerm term)
    {
        var words = term.Words;
        return words.Select((word, at) => new Wanted(
            SearchText.Cut(word), term.IsPrefix && at == words.Count - 1, SearchText.IsUnspaced(word)));
    }

    static int EndOfWord(string text, int at)
    {
        while (at < text.Length && IsOfWord(text[at])) at++;
        return at;
    }

    static bool IsOfWord(char c) =>
        char.IsLetterOrDigit(c)
        || char.IsSurrogate(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    static void Look(string text, int start, int end, List<Wanted> wanted, List<Mark> marks)
    {
        var found = text.AsSpan(start, end - start);
        string[]? folded = null;
        foreach (var want in wanted)
        {
            if (want.IsUnspaced)
            {
                if (LookInside(found, start, want.Word, marks)) return;
                continue;
            }
            // Most words need no folding to be told apart.
            var isHit = Ascii.IsValid(found)
                ? Has(found, want)
                : Array.Exists(folded ??= SearchText.Words(found.ToString()), word => Has(word, want));
            if (!isHit) continue;
            marks.Add(new(start, end, want.Word));
            return;
        }
    }

    static bool Has(ReadOnlySpan<char> word, Wanted want)
    {
        if (want.IsPrefix) return word.StartsWith(want.Word, StringComparison.OrdinalIgnoreCase);
        var compared = word[..Math.Min(word.Length, SearchText.WordLength)];
        return compared.Equals(want.Word, StringComparison.OrdinalIgnoreCase);
    }

    static bool LookInside(ReadOnlySpan<char> found, int start, string word, List<Mark> marks)
    {
        var before = marks.Count;
        var at = 0;
        while (found[at..].IndexOf(word, StringComparison.Ordinal) is var next and >= 0)
        {
            var begin = start + at + next;
            marks.Add(new(begin, begin + word.Length, word));
            at += next + word.Length;
        }
        return marks.Count > before;
    }
}

namespace Notejam.Web.Search;

/// <summary>A piece of a text, and what of it was looked for.</summary>
public sealed record Snippet(IReadOnlyList<Snippet.Part> Parts)
{
    public readonly record struct Part(string Text, bool IsMarked);

    /// <summary>About as many characters as the excerpt of a list.</summary>
    const int Length = Notes.Excerpt.Length;

    /// <summary>What stands before the first hit, so that it is read in its sentence.</summary>
    const int Before = 60;

    /// <summary>How far a cut may move to be between words.</summary>
    const int Reach = 20;

    /// <summary>The first of the words that were looked for, as it stands in the text.</summary>
    public string? FirstMarked => Parts.FirstOrDefault(p => p.IsMarked).Text;

    public static Snippet OfName(string name, IReadOnlyList<SearchTerm> terms) =>
        Of(name, 0, name.Length, Marker.Marks(name, terms));

    /// <summary>Where most of what was looked for stands together; the beginning where none does.</summary>
    public static Snippet OfText(string text, IReadOnlyList<SearchTerm> terms)
    {
        var marks = Marker.Marks(text, terms);
        var start = marks.Count == 0 ? 0 : CutAt(text, Best(marks).Start - Before);
        return Of(text, start, CutAt(text, start + Length), marks);
    }

    static Mark Best(List<Mark> marks)
    {
        var (best, most) = (marks[0], 0);
        for (int first = 0, next = 0; first < marks.Count; first++)
        {
            while (next < marks.Count && marks[next].End <= marks[first].Start + Length - Before) next++;
            var words = marks[first..Math.Max(next, first + 1)].DistinctBy(m => m.Word).Count();
            if (words > most) (best, most) = (marks[first], words);
        }
        return best;
    }

    /// <summary>There, or between two words near it; never within a character.</summary>
    static int CutAt(string text, int at)
    {
        if (at <= 0) return 0;
        if (at >= text.Length) return text.Length;
        var space = text.AsSpan(at, Math.Min(Reach, text.Length - at)).IndexOfAny(' ', '\n', '\t');
        if (space >= 0) return at + space + 1;
        return char.IsLowSurrogate(text[at]) ? at + 1 : at;
    }

    static Snippet Of(string text, int start, int end, List<Mark> marks)
    {
        List<Part> parts = [];
        if (start > 0) parts.Add(new("… ", false));
        var at = start;
        foreach (var mark in marks.Where(m => m.Start >= start && m.End <= end))
        {
            if (mark.Start > at) parts.Add(new(text[at..mark.Start], false));
            parts.Add(new(text[mark.Start..mark.End], true));
            at = mark.End;
        }
        if (at < end) parts.Add(new(text[at..end], false));
        if (end < text.Length) parts.Add(new(" …", false));
        return new(parts);
    }
}

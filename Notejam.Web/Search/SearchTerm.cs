namespace Notejam.Web.Search;

/// <summary>A word, or several that follow one another, which a note has or, if negated, has not.</summary>
/// <param name="Text">A phrase as it was typed, or a word as it is compared.</param>
/// <param name="IsPrefix">Whether longer words than the last count, too.</param>
public sealed record SearchTerm(string Text, bool IsPrefix, bool IsNegated)
{
    public IReadOnlyList<string> Words => SearchText.Words(Text);

    /// <summary>
    /// As a condition for a tsvector: each word or pair of characters begins with the mark of its owner, so that the
    /// index keeps everybody's apart.
    /// </summary>
    public string Condition(string mark)
    {
        var words = Words;
        var pieces = words.SelectMany((word, at) => Pieces(mark, word, IsPrefix && at == words.Count - 1));
        var follows = words.Any(SearchText.IsUnspaced) ? " & " : " <-> ";
        return $"({string.Join(follows, pieces)})";
    }

    static IEnumerable<string> Pieces(string mark, string word, bool isPrefix)
    {
        if (!SearchText.IsUnspaced(word)) return [Piece(mark, SearchText.Cut(word), isPrefix)];
        var characters = word.EnumerateRunes().Select(r => r.ToString()).ToList();
        return characters.Count == 1
            ? [Piece(mark, word, isPrefix: true)]
            : characters.Zip(characters.Skip(1), (first, second) => Piece(mark, first + second, isPrefix: false));
    }

    static string Piece(string mark, string word, bool isPrefix) => $"'{mark}{word}'{(isPrefix ? ":*" : "")}";

    /// <summary>As it can be typed to mean the same.</summary>
    public override string ToString()
    {
        var sign = IsNegated ? "-" : "";
        return IsPrefix ? $"{sign}{Text}*" : $"{sign}\"{Text}\"";
    }
}

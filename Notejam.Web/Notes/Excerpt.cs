namespace Notejam.Web.Notes;

static class Excerpt
{
    /// <summary>More than the widest list shows; the browser cuts, because only it knows the width.</summary>
    public const int Length = 200;

    public static string Of(string text)
    {
        // Words beyond the excerpt need not be looked at, however long the text is.
        var start = text.AsSpan().TrimStart();
        var line = string.Join(' ', Cut(start, 4 * Length).ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Cut(line, Length).ToString();
    }

    /// <summary>At most so many characters, and never half of one that takes two.</summary>
    static ReadOnlySpan<char> Cut(ReadOnlySpan<char> text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}

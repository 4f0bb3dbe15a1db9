namespace Notejam.Web.Notes;

static class Excerpt
{
    /// <summary>More than the widest list shows; the browser cuts, because only it knows the width.</summary>
    public const int Length = 200;

    public static string Of(string text)
    {
        // Words beyond the excerpt need not be looked at, however long the text is.
        var start = text.AsSpan().TrimStart();
        var line = string.Join(' ', start[..Math.Min(start.Length, 4 * Length)].ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= Length) return line;
        return char.IsHighSurrogate(line[Length - 1]) ? line[..(Length - 1)] : line[..Length];
    }
}

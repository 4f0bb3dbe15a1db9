using Notejam.Web.Http;
using Notejam.Web.Markdown;

namespace Notejam.Web.Notes;

static class Excerpt
{
    /// <summary>More than the widest list shows; the browser cuts, because only it knows the width.</summary>
    public const int Length = 200;

    public static string Of(string text)
    {
        // Words beyond the excerpt need not be looked at, however long the text is.
        var start = PlainWords.Of(TextInput.Cut(text.TrimStart(), 4 * Length));
        var words = start.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return TextInput.Cut(string.Join(' ', words), Length);
    }
}

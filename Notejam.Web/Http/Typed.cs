using System.Globalization;

namespace Notejam.Web.Http;

/// <summary>Typed text as it is kept.</summary>
static class Typed
{
    /// <summary>One line: runs of white space are one space, none at the ends; nothing if there is nothing to see.</summary>
    public static string Line(string? typed)
    {
        var line = string.Join(' ', (typed ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.All(c => char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.SpaceSeparator) ? "" : line;
    }

    /// <summary>Several lines: \n ends them, as the browser counts them for maxlength.</summary>
    public static string Lines(string? typed) => (typed ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}

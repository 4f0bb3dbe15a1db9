namespace Notejam.Web.Http;

/// <summary>Typed text as it is kept.</summary>
static class Typed
{
    /// <summary>One line: runs of white space are one space, none at the ends.</summary>
    public static string Line(string? typed) => string.Join(' ', (typed ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Several lines: \n ends them, as the browser counts them for maxlength.</summary>
    public static string Lines(string? typed) => (typed ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}

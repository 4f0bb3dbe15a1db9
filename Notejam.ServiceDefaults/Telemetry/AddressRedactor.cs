using System.Text.RegularExpressions;

namespace Notejam.ServiceDefaults.Telemetry;

/// <summary>Leaves mail addresses out of what is written for operators.</summary>
public static partial class AddressRedactor
{
    /// <summary>
    /// The text with <c>[address]</c> in place of each address, however it is written: without a dot, with a quoted
    /// local part, in any alphabet, at a number, or percent-encoded. What only looks like one goes too.
    /// </summary>
    /// <param name="text">What a library or a server said.</param>
    /// <returns>The same object where there is none.</returns>
    public static string Redact(string text)
    {
        var mayHold = text.AsSpan().ContainsAny('@', '＠', '﹫') || text.Contains("%40", StringComparison.Ordinal);
        return mayHold ? Address().Replace(text, "[address]") : text;
    }

    /// <summary>
    /// A quoted or a plain local part, an at sign, a host. Each begins where a word begins and none is searched without
    /// an end, so that no text of a stranger takes long.
    /// </summary>
    [GeneratedRegex(
        """(?:"(?:[^"\\\r\n]|\\.){0,80}?\\?"|(?<![^\s"<>()\[\]:;,])[^\s"<>()\[\]:;,]+)""" +
        "(?:[@＠﹫]|%40)" +
        """(?:\[[^\]\s]{1,80}\]|[^\s"'<>()\[\]:;,]+)""")]
    private static partial Regex Address();
}

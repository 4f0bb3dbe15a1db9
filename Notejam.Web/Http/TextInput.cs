using System.Globalization;
using System.Text;

namespace Notejam.Web.Http;

/// <summary>
/// What a line, a text, an address and a password may hold, and how each is kept. A character is a code point, as a
/// column of PostgreSQL counts; TextInputTests has the table of cases.
/// </summary>
public static class TextInput
{
    /// <summary>Several lines, as they were typed; \n ends them.</summary>
    public static string Lines(string? typed) =>
        Storable(typed).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    /// <summary>
    /// One line: runs of white space are one space, none at the ends, no controls; nothing if there is nothing to see.
    /// </summary>
    public static string Line(string? typed)
    {
        var runes = Storable(typed).EnumerateRunes();
        var printed = string.Concat(runes.Where(r => Rune.IsWhiteSpace(r) || !Characters.IsNone(r)));
        var line = string.Join(' ', printed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return CanBeSeen(line) ? line : "";
    }

    /// <summary>
    /// An address of mail in the one spelling that accounts are known by: composed, in the usual width (RFC 8265,
    /// 3.3.2), its domain in letters and not in Punycode. What stays wrong is for <see cref="MailAddresses.IsValid"/>
    /// to refuse.
    /// </summary>
    public static string Address(string? typed)
    {
        var usual = string.Concat(Line(typed).EnumerateRunes().Select(Characters.InUsualWidth));
        return MailAddresses.WithDomainInLetters(usual.Normalize(NormalizationForm.FormC));
    }

    /// <summary>
    /// One spelling whatever the keyboard composed: NFKC, which NIST SP 800-63B asks for before hashing. "é" is one
    /// code point on one system and two on another.
    /// </summary>
    public static string Password(string? typed)
    {
        var runes = Storable(typed).EnumerateRunes().Where(r => r != Characters.NotForNormalize);
        return string.Concat(runes).Normalize(NormalizationForm.FormKC);
    }

    public static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>
    /// At most so many characters, and never a part of what is seen as one: an emoji of several, a letter with its
    /// accent.
    /// </summary>
    public static string Cut(string text, int length)
    {
        var (end, left) = (0, length);
        while (end < text.Length)
        {
            var element = text.AsSpan(end, StringInfo.GetNextTextElementLength(text, end));
            foreach (var _ in element.EnumerateRunes()) left--;
            if (left < 0) return end > 0 ? text[..end] : string.Concat(text.EnumerateRunes().Take(length));
            end += element.Length;
        }
        return text;
    }

    /// <summary>Something that is neither blank nor invisible nor a mark on nothing.</summary>
    public static bool CanBeSeen(string text) => text.EnumerateRunes().Any(r => !Characters.IsInvisible(r)
        && Rune.GetUnicodeCategory(r) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark));

    /// <summary>What PostgreSQL can keep: no NUL, and no half of a character of two UTF-16 units.</summary>
    static string Storable(string? typed) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes((typed ?? "").Replace("\0", "", StringComparison.Ordinal)));
}

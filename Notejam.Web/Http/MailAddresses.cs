using System.Globalization;
using System.Text;

namespace Notejam.Web.Http;

/// <summary>
/// Addresses that every mail server takes: a dot-atom (RFC 5322, 3.2.3; beyond ASCII as RFC 6531 has it), an "@" and a
/// host's name. No quotes, comments or IP addresses, which nobody has and many programs read differently.
/// </summary>
static class MailAddresses
{
    const int LongestLocalPart = 64;
    const string AtomMarks = "!#$%&'*+-/=?^_`{|}~";

    static readonly IdnMapping Domains = new() { UseStd3AsciiRules = true };

    public static bool IsValid(string address) =>
        address.Split('@') is [var local, var domain]
        && IsLocalPart(local)
        && !domain.EndsWith('.')
        && InLetters(domain) is not null;

    /// <summary>Something in it cannot be seen, so that nobody can tell it from another.</summary>
    public static bool HidesSomething(string address) =>
        address.EnumerateRunes().Any(r => Characters.IsInvisible(r) && !Rune.IsWhiteSpace(r));

    public static string WithDomainInLetters(string address) =>
        address.Split('@') is [var local, var domain]
        && domain.Contains("xn--", StringComparison.OrdinalIgnoreCase)
        && InLetters(domain) is { } letters
            ? $"{local}@{letters}" : address;

    static bool IsLocalPart(string local) => Encoding.UTF8.GetByteCount(local) <= LongestLocalPart
        && local.Split('.').All(atom => atom.Length > 0 && atom.EnumerateRunes().All(IsAtomText));

    static bool IsAtomText(Rune rune) => rune.IsAscii
        ? Rune.IsLetterOrDigit(rune) || AtomMarks.Contains((char)rune.Value)
        : !Characters.IsInvisible(rune) && !Characters.IsNone(rune);

    /// <summary>Null for what is no name of a host.</summary>
    static string? InLetters(string domain)
    {
        try
        {
            return Domains.GetUnicode(Domains.GetAscii(domain));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}

using System.Globalization;
using System.Text;
using Notejam.Web.Http;

namespace Notejam.Web.Tags;

/// <summary>
/// Tags as they are typed, "#work #draft", and as they are kept: small letters, composed, each once, in one order.
/// </summary>
static class TagNames
{
    /// <summary>Of a note.</summary>
    public const int Most = 20;

    /// <summary>In code points.</summary>
    public const int Length = 50;

    const char Sign = '#';

    static readonly char[] Separators = [' ', ',', Sign];

    /// <summary>As they are kept; what cannot be a tag is left out.</summary>
    public static string[] Of(string? typed) =>
        [.. Words(typed).Where(IsPossible).Select(Fold).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The tag that this is; null for what is none, and for several.</summary>
    public static string? One(string? typed) =>
        Words(typed) is [var word] && IsPossible(word) && Fold(word) is var tag && IsShort(tag) ? tag : null;

    public static string Text(IEnumerable<string> tags) => string.Join(' ', tags.Select(t => $"{Sign}{t}"));

    /// <summary>What is wrong with what was typed; null if nothing is.</summary>
    public static string? Complaint(string typed)
    {
        if (!Words(typed).All(IsPossible)) return "Use letters, digits, - and _ in tags, and a space between two";
        var tags = Of(typed);
        if (!tags.All(IsShort)) return $"Use at most {Length} characters for a tag";
        return tags.Length > Most ? $"Use at most {Most} tags" : null;
    }

    static string[] Words(string? typed) =>
        TextInput.Line(typed).Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    static string Fold(string word) => word.ToLowerInvariant().Normalize(NormalizationForm.FormC);

    static bool IsShort(string tag) => TextInput.Length(tag) <= Length;

    /// <summary>It stands in addresses and in the search as it is: no quotes, slashes, backslashes.</summary>
    static bool IsPossible(string word) =>
        word.EnumerateRunes().All(r => IsLetter(r) || IsJoiner(r)) && word.EnumerateRunes().Any(IsLetter);

    /// <summary>Also emoji.</summary>
    static bool IsLetter(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.OtherSymbol or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>Also accents, vowel signs, and what makes one emoji of two or gives it a colour.</summary>
    static bool IsJoiner(Rune rune) =>
        rune.Value is '-' or '_' or '.' or '+' or '&' or 0x200D or (>= 0x1F3FB and <= 0x1F3FF)
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}

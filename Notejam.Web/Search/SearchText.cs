using System.Text;

namespace Notejam.Web.Search;

/// <summary>
/// A text as it is searched: words of small letters without accents, a space between two. Scripts that put no spaces
/// between words stand apart from others, and are searched by pairs of characters. PostgreSQL does the same to what is
/// written (search_fold and search_pieces, migration SearchNotes); FoldTests compares the two for every character.
/// </summary>
static class SearchText
{
    /// <summary>Of a word, so many code points are compared.</summary>
    public const int WordLength = 40;

    public static string Cut(string word) => string.Concat(word.EnumerateRunes().Take(WordLength));

    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length + 16);
        var last = Kind.Space;
        foreach (var rune in Simplify(text).EnumerateRunes())
        {
            var kind = KindOf(rune);
            if (kind != last && last != Kind.Space) folded.Append(' ');
            if (kind != Kind.Space) folded.Append(rune.ToString());
            last = kind;
        }
        if (last == Kind.Space && folded.Length > 0) folded.Length--;
        return folded.ToString();
    }

    public static string[] Words(string text) => Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a folded word is of a script without spaces between words.</summary>
    public static bool IsUnspaced(string word) =>
        Rune.TryGetRuneAt(word, 0, out var first) && KindOf(first) == Kind.Unspaced;

    /// <summary>Letters as small, plain ones.</summary>
    static string Simplify(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        var decomposed = text.Replace(NotForNormalize, ' ').Normalize(NormalizationForm.FormKD);
        var bare = string.Concat(decomposed.Where(c => !IsUnseen(c)));
        var composed = bare.ToLowerInvariant().Normalize(NormalizationForm.FormKC);
        return string.Concat(composed.Select(Plain));
    }

    /// <summary>Accents, the points of Hebrew and Arabic, soft hyphens, what joins or parts letters unseen.</summary>
    static bool IsUnseen(char c) => c is '\u00AD'
        or >= '\u0300' and <= '\u036F'
        or >= '\u0591' and <= '\u05BD' or '\u05BF' or '\u05C1' or '\u05C2' or '\u05C4' or '\u05C5' or '\u05C7'
        or >= '\u0610' and <= '\u061A' or >= '\u064B' and <= '\u065F' or '\u0670'
        or >= '\u06D6' and <= '\u06DC' or >= '\u06DF' and <= '\u06E4' or '\u06E7' or '\u06E8'
        or >= '\u06EA' and <= '\u06ED'
        or >= '\u200B' and <= '\u200D' or '\u2060';

    static string Plain(char letter) => letter switch
    {
        'ς' => "σ",
        'ø' => "o",
        'ł' => "l",
        'đ' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        _ => letter.ToString(),
    };

    /// <summary>See <see cref="Http.Characters.NotForNormalize"/>; it separates words.</summary>
    const char NotForNormalize = '\uFFFE';

    enum Kind { Space, Spaced, Unspaced }

    static Kind KindOf(Rune rune) => rune.Value switch
    {
        // Thai and Lao, Myanmar, Khmer, kana, Chinese characters, Hangul.
        >= 0x0E00 and <= 0x0EFF or >= 0x1000 and <= 0x109F or >= 0x1780 and <= 0x17FF
            or >= 0x3040 and <= 0x30FF or >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF
            or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF => Kind.Unspaced,
        // The vowel signs of India and Sri Lanka are no letters, and belong to a word.
        >= 0x0900 and <= 0x0963 or >= 0x0966 and <= 0x096F or >= 0x0971 and <= 0x0DFF => Kind.Spaced,
        _ => Rune.IsLetterOrDigit(rune) ? Kind.Spaced : Kind.Space,
    };
}

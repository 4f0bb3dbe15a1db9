using System.Globalization;
using System.Text;

namespace Notejam.Web.Http;

/// <summary>What Unicode says of a character, where that matters for what was typed.</summary>
static class Characters
{
    /// <summary>string.Normalize takes it for a byte order mark of the wrong end, and throws.</summary>
    public static readonly Rune NotForNormalize = new('\uFFFE');

    /// <summary>Controls, and the code points that never will be characters.</summary>
    public static bool IsNone(Rune rune) =>
        Rune.IsControl(rune) || (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;

    /// <summary>
    /// Blank or nothing at all: spaces, controls, what directs other characters (zero width spaces, direction marks,
    /// tags), and the letters and symbols that are drawn as nothing. Default_Ignorable_Code_Point of Unicode 16, and
    /// blanks beyond it.
    /// </summary>
    public static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator => true,
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        _ => rune.Value is Joiner or BrailleBlank or NullNotehead
            or HangulChoseongFiller or HangulJungseongFiller or HangulFiller or HalfwidthHangulFiller
            or 0x17B4 or 0x17B5 or 0x2065
            or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F)
            or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF),
    };

    const int Joiner = 0x034F, HangulChoseongFiller = 0x115F, HangulJungseongFiller = 0x1160, HangulFiller = 0x3164,
        HalfwidthHangulFiller = 0xFFA0, BrailleBlank = 0x2800, NullNotehead = 0x1D159;

    /// <summary>
    /// Letters of Chinese and Japanese keyboards that are as wide as an ideograph, or half of it, are the plain ones.
    /// </summary>
    public static string InUsualWidth(Rune rune) =>
        rune.Value is >= 0xFF01 and <= 0xFFEE ? rune.ToString().Normalize(NormalizationForm.FormKC) : rune.ToString();
}

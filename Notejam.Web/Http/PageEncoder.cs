using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Notejam.Web.Http;

/// <summary>
/// Letters of every script go into pages as they are: as entities they take up to three times the room. What means
/// something in HTML, and what cannot be seen, stays an entity, as the framework's encoder has it.
/// </summary>
sealed unsafe class PageEncoder : HtmlEncoder
{
    readonly HtmlEncoder inner = Create(UnicodeRanges.All);

    public override int MaxOutputCharactersPerInputCharacter => inner.MaxOutputCharactersPerInputCharacter;

    public override bool WillEncode(int unicodeScalar) =>
        inner.WillEncode(unicodeScalar) && !GoesAsItIs(new Rune(unicodeScalar));

    /// <summary>
    /// What the framework encodes without need: it knows only the first 65,536 characters, and browsers read the
    /// entities of the controls from U+0080 as Windows' characters (€ for U+0080), so that a text would change by
    /// being shown.
    /// </summary>
    static bool GoesAsItIs(Rune rune) => rune.IsBmp
        ? rune.Value is >= 0x80 and <= 0x9F
        : Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var at = 0; at < textLength;)
        {
            var found = inner.FindFirstCharacterToEncode(text + at, textLength - at);
            if (found < 0) return -1;
            at += found;
            var left = new ReadOnlySpan<char>(text + at, textLength - at);
            var status = Rune.DecodeFromUtf16(left, out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done || WillEncode(rune.Value)) return at;
            at += length;
        }
        return -1;
    }

    public override bool TryEncodeUnicodeScalar(
        int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        if (WillEncode(unicodeScalar))
            return inner.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
        var output = new Span<char>(buffer, bufferLength);
        return new Rune(unicodeScalar).TryEncodeToUtf16(output, out numberOfCharactersWritten);
    }
}

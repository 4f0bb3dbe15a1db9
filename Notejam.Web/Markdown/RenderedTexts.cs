using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;

namespace Notejam.Web.Markdown;

/// <summary>
/// Texts that were read lately, as HTML: a long one takes longer to render than the rest of its page. Their key is the
/// text itself with the notes that it leads to, so that nothing has to be said when one changes.
/// </summary>
sealed class RenderedTexts : IDisposable
{
    /// <summary>Bytes of HTML.</summary>
    const int Room = 8 * 1024 * 1024;

    /// <summary>What an entry takes beside its HTML.</summary>
    const int Overhead = 300;

    readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = Room });

    readonly record struct Key(UInt128 Half, UInt128 OtherHalf, bool CanTick);

    public string Of(string text, bool canTick, NoteLinkTargets targets)
    {
        var key = KeyOf(text + targets.Key, canTick);
        if (cache.TryGetValue(key, out string? known)) return known!;
        var html = NoteMarkdown.ToHtml(text, canTick, targets);
        return cache.Set(key, html, new MemoryCacheEntryOptions { Size = Overhead + sizeof(char) * html.Length });
    }

    public void Dispose() => cache.Dispose();

    static Key KeyOf(string text, bool canTick)
    {
        Span<UInt128> hash = stackalloc UInt128[2];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), MemoryMarshal.AsBytes(hash));
        return new(hash[0], hash[1], canTick);
    }
}

using System.Runtime.CompilerServices;

namespace Notejam.Backup.Stores;

/// <summary>Content in pieces. A piece is valid until the next one is asked for.</summary>
static class Chunks
{
    /// <summary>The most bytes in a piece of a stream.</summary>
    public const int Size = 64 * 1024;

    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(
        this Stream stream, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var buffer = new byte[Size];
        while (await stream.ReadAsync(buffer, cancel) is > 0 and var read) yield return buffer.AsMemory(0, read);
    }

    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> Of(byte[] content)
    {
        yield return content;
        await Task.CompletedTask;
    }

    /// <summary>Shows each piece to somebody on its way.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> Each(
        this IAsyncEnumerable<ReadOnlyMemory<byte>> chunks,
        Action<ReadOnlyMemory<byte>> look,
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var chunk in chunks.WithCancellation(cancel))
        {
            look(chunk);
            yield return chunk;
        }
    }
}

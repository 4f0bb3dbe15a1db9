namespace Notejam.Web.Http;

/// <summary>
/// The body of a form without NUL, which a form's reader refuses as a whole and PostgreSQL cannot keep: a paste from a
/// terminal or a broken file must not be answered by 400.
/// </summary>
sealed class NulFreeBody(Stream body) : Stream
{
    static ReadOnlySpan<byte> Nul => "%00"u8;

    /// <summary>The beginning of what may be a NUL, until the next read tells.</summary>
    readonly byte[] held = new byte[2];
    int heldLength;

    /// <param name="buffer">At least three bytes; the form's reader asks for thousands.</param>
    /// <param name="cancellationToken">Ends the wait for the client.</param>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            held.AsMemory(0, heldLength).CopyTo(buffer);
            var read = await body.ReadAsync(buffer[heldLength..], cancellationToken);
            var length = WithoutNul(buffer.Span[..(heldLength + read)]);
            heldLength = 0;
            if (read == 0) return length;

            length -= Hold(buffer.Span[..length]);
            if (length > 0) return length;
        }
    }

    int Hold(ReadOnlySpan<byte> bytes)
    {
        heldLength = bytes.EndsWith(Nul[..2]) ? 2 : bytes.EndsWith(Nul[..1]) ? 1 : 0;
        bytes[^heldLength..].CopyTo(held);
        return heldLength;
    }

    static int WithoutNul(Span<byte> bytes)
    {
        var kept = 0;
        for (var at = 0; at < bytes.Length;)
        {
            if (bytes[at..].StartsWith(Nul)) at += Nul.Length;
            else bytes[kept++] = bytes[at++];
        }
        return kept;
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush() => throw new NotSupportedException();
}

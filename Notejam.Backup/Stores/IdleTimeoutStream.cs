namespace Notejam.Backup.Stores;

/// <summary>A connection that is closed when somebody waits for it and for so long no byte has come or gone.</summary>
sealed class IdleTimeoutStream(Stream connection, TimeSpan idleTimeout, TimeProvider time) : Stream
{
    long moved;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = connection.ReadAsync(buffer, cancellationToken).AsTask();
        await WaitAsync(read);
        return await read;
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var written = connection.WriteAsync(buffer, cancellationToken).AsTask();
        await WaitAsync(written);
        await written;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override void Flush() => connection.Flush();

    /// <summary>The SDK reads XML like this.</summary>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) connection.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>A long request keeps its answer waiting: what goes out counts for who reads, too.</summary>
    async Task WaitAsync(Task operation)
    {
        Moved();
        while (!operation.IsCompleted)
        {
            var left = idleTimeout - time.GetElapsedTime(Interlocked.Read(ref moved));
            if (left <= TimeSpan.Zero)
            {
                await connection.DisposeAsync();
                await operation.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new IOException($"No byte came or went for {idleTimeout.TotalSeconds:0} s.");
            }
            await operation.WaitAsync(left, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        Moved();
    }

    void Moved() => Interlocked.Exchange(ref moved, time.GetTimestamp());
}

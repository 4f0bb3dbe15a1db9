using System.Buffers;

namespace Notejam.ServiceDefaults.Telemetry;

/// <summary>
/// Writes the lines of some milliseconds at once: a thread that wakes for each is a good part of what a request costs.
/// Whoever reads slowly holds up those who write, in place of losing lines.
/// </summary>
sealed class LineOutput : IDisposable
{
    static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(20);

    const int Most = 256 * 1024;

    readonly Stream stream;
    readonly Timer timer;
    readonly Lock filling = new(), writing = new();
    ArrayBufferWriter<byte> next = new(), current = new();
    bool isDue;

    public LineOutput(Stream stream)
    {
        this.stream = stream;
        timer = new Timer(_ => Flush());
    }

    public void Write(ReadOnlySpan<byte> line)
    {
        bool isFull;
        lock (filling)
        {
            next.Write(line);
            isFull = next.WrittenCount > Most;
            if (!isDue) timer.Change(Delay, Timeout.InfiniteTimeSpan);
            isDue = true;
        }
        if (isFull) Flush();
    }

    public void Flush()
    {
        lock (writing)
        {
            lock (filling)
            {
                (next, current) = (current, next);
                isDue = false;
            }
            stream.Write(current.WrittenSpan);
            stream.Flush();
            current.ResetWrittenCount();
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        Flush();
    }
}

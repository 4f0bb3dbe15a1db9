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
    bool isDue, hasEnded;

    public LineOutput(Stream stream)
    {
        this.stream = stream;
        timer = new Timer(_ => Flush());
    }

    public void Write(ReadOnlySpan<byte> line)
    {
        bool cannotWait;
        lock (filling)
        {
            next.Write(line);
            cannotWait = hasEnded || next.WrittenCount > Most;
            if (!cannotWait && !isDue) isDue = timer.Change(Delay, Timeout.InfiniteTimeSpan);
        }
        if (cannotWait) Flush();
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
            try
            {
                stream.Write(current.WrittenSpan);
                stream.Flush();
            }
            catch (IOException)
            {
                // Nobody can be told: a full disk or a terminal that is gone ends the log, and not the service.
            }
            current.ResetWrittenCount();
        }
    }

    /// <summary>What others still write while they end comes without delay.</summary>
    public void Dispose()
    {
        lock (filling) hasEnded = true;
        timer.Dispose();
        Flush();
    }
}

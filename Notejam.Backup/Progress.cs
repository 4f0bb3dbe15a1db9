using System.Globalization;

namespace Notejam.Backup;

/// <summary>
/// Tells a person how far a transfer is: in one moving line on a terminal, elsewhere in a plain line now and then.
/// </summary>
sealed class Progress(TextWriter writer, bool terminal, TimeProvider time, Action<string>? warn = null)
{
    public static Progress None { get; } = new(TextWriter.Null, terminal: false, TimeProvider.System);

    /// <summary>Shows nobody how far a transfer is, but says what a person should know.</summary>
    public static Progress OfWarnings(Action<string> warn) =>
        new(TextWriter.Null, terminal: false, TimeProvider.System, warn);

    readonly TimeSpan interval = terminal ? TimeSpan.FromSeconds(0.2) : TimeSpan.FromSeconds(10);

    /// <param name="what">Such as "Backing up".</param>
    /// <param name="total">Bytes, where that is known.</param>
    public Transfer Begin(string what, long? total) => new(this, what, total);

    /// <summary>Says what a person should know and what is no failure.</summary>
    public void Warn(string line)
    {
        if (warn is null) End($"Warning: {line}");
        else warn(line);
    }

    /// <summary>Such as 1.5 MB.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        < 1e3 => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1e9 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
    };

    internal sealed class Transfer(Progress progress, string what, long? total) : IDisposable
    {
        readonly long start = progress.Time.GetTimestamp();
        TimeSpan shown;
        long done;

        TimeSpan Elapsed => progress.Time.GetElapsedTime(start);

        public void Add(ReadOnlyMemory<byte> chunk)
        {
            done += chunk.Length;
            if (Elapsed - shown < progress.Interval) return;
            shown = Elapsed;
            var rate = done / shown.TotalSeconds;
            var remaining = "";
            if (total > done)
            {
                var left = TimeSpan.FromSeconds(Math.Ceiling((total.Value - done) / rate));
                remaining = $", about {left:h\\:mm\\:ss} left";
            }
            progress.Show($"{what}: {Bytes(done)}, {Bytes(rate)}/s{remaining}");
        }

        public void Dispose()
        {
            var seconds = Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            progress.End($"{what}: {Bytes(done)} in {seconds} s");
        }
    }

    TimeProvider Time => time;

    TimeSpan Interval => interval;

    /// <summary>The blanks cover a longer line that stood there before.</summary>
    void Show(string line) => writer.Write(terminal ? $"\r{line,-79}" : line + Environment.NewLine);

    void End(string line) => writer.WriteLine(terminal ? $"\r{line,-79}" : line);
}

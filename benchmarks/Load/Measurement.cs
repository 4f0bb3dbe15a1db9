using System.Diagnostics;

namespace Load;

/// <summary>What a site needed for an errand, many times.</summary>
/// <param name="App">Seconds of CPU of the site's process, for all answers.</param>
/// <param name="Postgres">The same of PostgreSQL.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Took">How long each answer took, sorted.</param>
/// <param name="Refused">How many were answered with 503, where that is allowed.</param>
sealed record Measurement(double App, double Postgres, double Seconds, TimeSpan[] Took, int Refused)
{
    public double Rate => Took.Length / Seconds;
    public double AppEach => 1000 * App / Took.Length;
    public double PostgresEach => 1000 * Postgres / Took.Length;
    public double CpuEach => AppEach + PostgresEach;

    public double Quantile(double share) =>
        Took[Math.Min(Took.Length - 1, (int)(share * Took.Length))].TotalMilliseconds;
}

/// <summary>An errand at a site, ready to be done by so many connections.</summary>
sealed class Cell(Site site, Errand errand, Func<byte[]>[] requests, int length) : IDisposable
{
    readonly Connection[] connections = [.. requests.Select(_ => new Connection(site.Address))];

    public Site Site => site;
    public Errand Errand => errand;

    /// <summary>Bytes of an answer.</summary>
    public int Length => length;

    public List<Measurement> Measured { get; } = [];

    /// <summary>Null where the site has no such thing. What the first answer is, the others must be.</summary>
    public static async Task<Cell?> PrepareAsync(Site site, Errand errand, int connections)
    {
        if (site.IsLimit && !errand.IsOfLimit) return null;
        var requests = new Func<byte[]>[connections];
        for (var connection = 0; connection < connections; connection++)
        {
            if (await errand.PrepareAsync(site, connection) is not { } request) return null;
            requests[connection] = request;
        }
        using var first = new Connection(site.Address);
        var (status, length) = first.Send(requests[0]());
        if (status != errand.Status)
            throw new BenchmarkException($"{site.Name}, {errand.Name}: {status} in place of {errand.Status}.");
        return new Cell(site, errand, requests, length);
    }

    /// <param name="time">For how long.</param>
    /// <param name="postmaster">The process of PostgreSQL.</param>
    /// <param name="mayRefuse">Whether 503 is an answer, too.</param>
    /// <param name="most">No more requests than so many.</param>
    /// <exception cref="BenchmarkException">An answer is not like the first.</exception>
    public Measurement Measure(TimeSpan time, int postmaster, bool mayRefuse = false, int most = int.MaxValue)
    {
        var took = new List<TimeSpan>[connections.Length];
        var (left, refused, wrong, begin) = (most, 0, (string?)null, 0L);
        using var start = new Barrier(connections.Length + 1);
        var people = connections.Select((_, i) => new Thread(() => Repeat(i))).ToList();
        people.ForEach(p => p.Start());

        var (app, postgres) = (Cpu.Of(site.Process), Cpu.OfPostgres(postmaster));
        begin = Stopwatch.GetTimestamp();
        start.SignalAndWait();
        people.ForEach(p => p.Join());
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        (app, postgres) = (Cpu.Of(site.Process) - app, Cpu.OfPostgres(postmaster) - postgres);
        // Until the next round the server would close them.
        Dispose();

        if (wrong is not null) throw new BenchmarkException($"{site.Name}, {errand.Name}: {wrong}");
        if (took.All(t => t.Count == 0))
            throw new BenchmarkException($"{site.Name}, {errand.Name}: no good answer in {time.TotalSeconds} s.");
        return new Measurement(app, postgres, seconds, [.. took.SelectMany(t => t).Order()], refused);

        void Repeat(int connection)
        {
            var mine = took[connection] = new List<TimeSpan>(10_000);
            start.SignalAndWait();
            while (wrong is null && Stopwatch.GetElapsedTime(begin) < time && Interlocked.Decrement(ref left) >= 0)
            {
                var request = requests[connection]();
                var sent = Stopwatch.GetTimestamp();
                if (Ask(connection, request) is not { } answer) return;
                if (IsAsFirst(answer)) mine.Add(Stopwatch.GetElapsedTime(sent));
                else if (answer.Status == 503 && mayRefuse) Interlocked.Increment(ref refused);
                else wrong = $"{answer.Status} with {answer.Length} bytes in place of {errand.Status} with {length}.";
            }
        }

        (int Status, int Length)? Ask(int connection, byte[] request)
        {
            try
            {
                return connections[connection].Send(request);
            }
            catch (Exception broken) when (broken is IOException or System.Net.Sockets.SocketException)
            {
                wrong = broken.Message;
                return null;
            }
        }
    }

    /// <summary>A compressed page is as long as its tokens happen to compress.</summary>
    bool IsAsFirst((int Status, int Length) answer) =>
        answer.Status == errand.Status && (answer.Length == length || errand.IsEncoded && answer.Length > 0);

    public void Dispose()
    {
        foreach (var connection in connections) connection.Dispose();
    }
}

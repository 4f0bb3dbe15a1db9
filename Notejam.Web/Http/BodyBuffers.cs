using System.Buffers;
using System.IO.Pipelines;
using System.Net;

namespace Notejam.Web.Http;

/// <summary>
/// Gathers long bodies as they arrive, so that a slow sender holds what it has sent so far and nothing else. Where that
/// is too much altogether, the network that holds most gives its longest up.
/// </summary>
sealed class BodyBuffers(LoadMetrics metrics)
{
    const int Most = 8 * Bodies.Largest;

    readonly Lock access = new();
    readonly HashSet<Arrival> arriving = [];
    int held;

    /// <summary>
    /// Reads a body to its end and puts all of it in its place; the bytes, or null where it had to give way. Such a one
    /// is read and forgotten: a read that is given up would leave the server unable to go on.
    /// </summary>
    public async Task<int?> GatherAsync(HttpContext context)
    {
        var arrival = new Arrival(Network.Of(context));
        lock (access) arriving.Add(arrival);
        context.Response.OnCompleted(() =>
        {
            lock (access) Forget(arrival);
            return Task.CompletedTask;
        });
        ReadResult read;
        do
        {
            read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            Add(arrival, read.Buffer);
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
        lock (access)
        {
            if (!arriving.Remove(arrival)) return null;
        }
        await arrival.Bytes.Writer.CompleteAsync();
        context.Request.Body = arrival.Bytes.Reader.AsStream();
        return arrival.Length;
    }

    void Add(Arrival arrival, ReadOnlySequence<byte> bytes)
    {
        lock (access)
        {
            if (!arriving.Contains(arrival)) return;
            foreach (var part in bytes) arrival.Bytes.Writer.Write(part.Span);
            arrival.Length += (int)bytes.Length;
            held += (int)bytes.Length;
            if (held <= Most) return;
            var network = arriving.GroupBy(a => a.From).MaxBy(n => n.Sum(a => a.Length))!;
            Forget(network.MaxBy(a => a.Length)!);
        }
        metrics.Shed("bodies");
    }

    void Forget(Arrival arrival)
    {
        arriving.Remove(arrival);
        held -= arrival.Length;
        arrival.Length = 0;
        arrival.Bytes.Writer.Complete();
        arrival.Bytes.Reader.Complete();
    }

    sealed class Arrival(IPAddress from)
    {
        public IPAddress From => from;
        public Pipe Bytes { get; } = new();
        public int Length { get; set; }
    }
}

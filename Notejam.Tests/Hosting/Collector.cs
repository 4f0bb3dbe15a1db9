using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Notejam.Tests.Hosting;

/// <summary>
/// An OpenTelemetry collector that keeps what it gets. Text stands in protobuf as it is, so it can be searched.
/// </summary>
public sealed class Collector : IAsyncDisposable
{
    readonly ConcurrentQueue<(string Path, string Body)> received = new();
    LoopbackServer server = null!;

    public string Address => server.Address.ToString();

    /// <summary>All of one signal, such as /v1/logs, or of all.</summary>
    public string Of(string path = "")
    {
        var asked = received.Where(r => path.Length == 0 || r.Path == path);
        return string.Concat(asked.Select(r => r.Body));
    }

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        collector.server = await LoopbackServer.StartAsync(collector.TakeAsync);
        return collector;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        received.Enqueue((context.Request.Path, Encoding.UTF8.GetString(body.ToArray())));
    }
}

using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Notejam.Tests.Hosting;

/// <summary>
/// An OpenTelemetry collector that keeps what it gets. Text stands in protobuf as it is, so it can be searched.
/// </summary>
public sealed class Collector : IAsyncDisposable
{
    readonly ConcurrentQueue<(string Path, string Body)> received = new();
    readonly WebApplication server;

    Collector(WebApplication server) => this.server = server;

    public string Address { get; } = $"http://127.0.0.1:{NotejamApp.FreePort()}";

    /// <summary>All of one signal, such as /v1/logs, or of all.</summary>
    public string Of(string path = "")
    {
        var asked = received.Where(r => path.Length == 0 || r.Path == path);
        return string.Concat(asked.Select(r => r.Body));
    }

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var collector = new Collector(builder.Build());
        collector.server.Urls.Add(collector.Address);
        collector.server.Run(collector.TakeAsync);
        await collector.server.StartAsync(TestContext.Current.CancellationToken);
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

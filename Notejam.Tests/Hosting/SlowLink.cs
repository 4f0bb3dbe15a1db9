using System.Net;
using System.Net.Sockets;

namespace Notejam.Tests.Hosting;

/// <summary>
/// A connection like a phone's in a tunnel: of each request only the first bytes arrive; answers come at once.
/// </summary>
public sealed class SlowLink : IAsyncDisposable
{
    readonly TcpListener listener;
    readonly CancellationTokenSource stop = new();
    readonly Uri target;
    readonly Task accepting;

    /// <param name="target">Where it leads.</param>
    /// <param name="port">Where it listens; a free port that nobody else is given, unless somebody knows it already.</param>
    public SlowLink(Uri target, int? port = null)
    {
        this.target = target;
        listener = new(IPAddress.Loopback, port ?? NotejamApp.FreePort());
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>How much of each request gets through: what a connection carries until it is answered.</summary>
    public int Bytes { get; set; } = int.MaxValue;

    /// <summary>How long each new connection waits until it is let through.</summary>
    public TimeSpan Delay { get; set; }

    async Task AcceptAsync()
    {
        try
        {
            while (true) _ = CarryAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    async Task CarryAsync(TcpClient browser)
    {
        using var application = new TcpClient();
        using (browser)
        {
            await Task.Delay(Delay, stop.Token);
            await application.ConnectAsync(target.Host, target.Port, stop.Token);
            var request = new Request();
            var requests = CarryRequestsAsync(browser.GetStream(), application.GetStream(), request);
            await CarryAnswersAsync(application.GetStream(), browser.GetStream(), request);
        }
    }

    async Task CarryRequestsAsync(NetworkStream from, NetworkStream to, Request request)
    {
        var buffer = new byte[4096];
        while (await from.ReadAsync(buffer, stop.Token) is > 0 and var read)
        {
            request.Bytes += read;
            if (request.Bytes < Bytes) await to.WriteAsync(buffer.AsMemory(0, read), stop.Token);
        }
    }

    async Task CarryAnswersAsync(NetworkStream from, NetworkStream to, Request request)
    {
        var buffer = new byte[4096];
        while (await from.ReadAsync(buffer, stop.Token) is > 0 and var read)
        {
            request.Bytes = 0;
            await to.WriteAsync(buffer.AsMemory(0, read), stop.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Dispose();
        stop.Dispose();
    }

    /// <summary>What of the request that is not answered yet was carried, or dropped.</summary>
    sealed class Request
    {
        public long Bytes { get; set; }
    }
}

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
    /// <param name="port">Where it listens; any free port, unless somebody knows it already.</param>
    public SlowLink(Uri target, int port = 0)
    {
        this.target = target;
        listener = new(IPAddress.Loopback, port);
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>How much of each connection's requests still gets through.</summary>
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
            var requests = CarryRequestsAsync(browser.GetStream(), application.GetStream());
            await application.GetStream().CopyToAsync(browser.GetStream(), stop.Token);
        }
    }

    async Task CarryRequestsAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[4096];
        var left = Bytes;
        while (await from.ReadAsync(buffer, stop.Token) is > 0 and var read)
        {
            left = Math.Min(left, Bytes) - read;
            if (left > 0) await to.WriteAsync(buffer.AsMemory(0, read), stop.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Dispose();
        stop.Dispose();
    }
}

using System.Net;
using System.Net.Sockets;

namespace Notejam.Tests.Hosting;

/// <summary>A connection that breaks after so many bytes, of the request and then of its answer.</summary>
public sealed class CuttingLink : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stop = new();
    readonly Uri target;
    readonly Task accepting;

    public CuttingLink(Uri target)
    {
        this.target = target;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>How many bytes each new connection carries.</summary>
    public required int Bytes { get; init; }

    async Task AcceptAsync()
    {
        try
        {
            while (true) _ = CarryAsync(await listener.AcceptTcpClientAsync(stop.Token), Bytes);
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    async Task CarryAsync(TcpClient browser, int bytes)
    {
        using var application = new TcpClient();
        using (browser)
        {
            // Reset, as when a network goes away, and not closed in good order.
            browser.LingerState = new LingerOption(enable: true, seconds: 0);
            await application.ConnectAsync(target.Host, target.Port, stop.Token);
            var left = bytes;
            await Task.WhenAny(
                CopyAsync(browser.GetStream(), application.GetStream()),
                CopyAsync(application.GetStream(), browser.GetStream()));

            async Task CopyAsync(NetworkStream from, NetworkStream to)
            {
                var buffer = new byte[4096];
                while (left > 0 && await from.ReadAsync(buffer, stop.Token) is > 0 and var read)
                {
                    var carried = Math.Min(read, left);
                    left -= carried;
                    await to.WriteAsync(buffer.AsMemory(0, carried), stop.Token);
                }
            }
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

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Notejam.Tests.Hosting;

/// <summary>An SMTP server (RFC 5321) that keeps what it is told, or refuses every recipient by name.</summary>
public sealed class MailServer : IDisposable
{
    readonly TcpListener listener;
    readonly ConcurrentQueue<string> conversations = new();

    public MailServer(int port = 0)
    {
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _ = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;
    public bool Refuses { get; set; }

    /// <summary>The settings that send mail here.</summary>
    public Dictionary<string, string> Settings => new() { ["Smtp:Host"] = "127.0.0.1", ["Smtp:Port"] = $"{Port}", ["Smtp:Tls"] = "false", ["Smtp:From"] = "notes@example.org" };

    /// <summary>All that the next client says.</summary>
    public async Task<string> NextAsync()
    {
        string? next = null;
        await Until.TrueAsync(() => conversations.TryDequeue(out next));
        return next!;
    }

    public void Dispose() => listener.Dispose();

    async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                conversations.Enqueue(await TalkAsync(client));
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    async Task<string> TalkAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        var said = new List<string>();
        var inData = false;
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (inData && line != ".") continue;
            if (line == "QUIT") break;
            inData = line == "DATA";
            await writer.WriteLineAsync(inData ? "354 go on" : Refuses && line.StartsWith("RCPT", StringComparison.Ordinal) ? $"550 5.1.1 {line[8..]}: unknown here" : "250 fine");
        }
        return string.Join('\n', said);
    }
}

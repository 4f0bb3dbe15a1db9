using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Notejam.Tests.Hosting;

/// <summary>
/// An SMTP server (RFC 5321): it keeps what it has accepted, and does what a test wants instead. Ended, it closes all
/// connections at once, as a killed one does.
/// </summary>
public sealed class MailServer : IDisposable
{
    readonly TcpListener listener;
    readonly CancellationTokenSource end = new();
    readonly ConcurrentQueue<ReceivedMail> received = new();
    readonly ConcurrentQueue<string> commands = new();
    int told;

    public MailServer(int port = 0)
    {
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _ = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What it tells a client that greets it.</summary>
    public IReadOnlyList<string> Offers { get; set; } = ["8BITMIME"];

    /// <summary>With a certificate it offers STARTTLS, until the connection has it.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>What it answers to a command instead of what it would; "." is the end of a mail.</summary>
    public Func<string, Task<string?>> Instead { get; set; } = _ => Task.FromResult<string?>(null);

    /// <summary>Refuses every recipient for good, by name.</summary>
    public bool Refuses
    {
        set => Instead = c => Task.FromResult(
            value && c.StartsWith("RCPT", StringComparison.Ordinal) ? $"550 5.1.1 {c[8..]}: unknown here" : null);
    }

    public IReadOnlyList<ReceivedMail> Received => [.. received];

    /// <summary>All that clients have said, but for what is in mails.</summary>
    public IReadOnlyList<string> Commands => [.. commands];

    /// <summary>The settings that send mail here.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["Smtp:Host"] = "127.0.0.1",
        ["Smtp:Port"] = $"{Port}",
        ["Smtp:Tls"] = "false",
        ["Smtp:From"] = "notes@example.org",
    };

    /// <summary>The next mail that it accepts, or has accepted and told nobody yet.</summary>
    public async Task<ReceivedMail> NextAsync()
    {
        await Until.TrueAsync(() => received.Count > told);
        return Received[told++];
    }

    public void Dispose()
    {
        end.Cancel();
        listener.Dispose();
    }

    async Task ServeAsync()
    {
        try
        {
            while (true) _ = TalkAsync(await listener.AcceptTcpClientAsync(end.Token));
        }
        catch (Exception closed)
            when (closed is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test has ended it.
        }
    }

    async Task TalkAsync(TcpClient client)
    {
        using var connection = client;
        using var killed = end.Token.Register(client.Close);
        try
        {
            using var conversation = new MailConversation(this, received.Enqueue, commands.Enqueue);
            await conversation.RunAsync(client.GetStream(), end.Token);
        }
        catch (Exception gone)
            when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client, or this server.
        }
    }
}

/// <summary>
/// A mail as it came: the envelope, all its lines, who had signed in, and whether it was encrypted on the way.
/// </summary>
public sealed record ReceivedMail(string From, string To, string Text, string? User, bool Encrypted)
{
    /// <summary>A header's value.</summary>
    public string Header(string name)
    {
        var begin = name + ": ";
        return Text.Split('\n').First(l => l.StartsWith(begin, StringComparison.OrdinalIgnoreCase))[begin.Length..];
    }
}

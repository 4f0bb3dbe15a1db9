using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Load;

/// <summary>
/// A connection that costs the machine little: it sends what was made before, and blocks its thread until the whole
/// answer is there.
/// </summary>
sealed class Connection(Uri site) : IDisposable
{
    static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    readonly byte[] buffer = new byte[256 * 1024];
    Socket? socket;
    int headLength;

    /// <summary>The status, and the length of the body in bytes.</summary>
    public (int Status, int Length) Send(byte[] request)
    {
        socket ??= Open();
        for (var sent = 0; sent < request.Length;) sent += socket.Send(request.AsSpan(sent));
        var have = 0;
        int end;
        while ((end = buffer.AsSpan(0, have).IndexOf(EndOfHead)) < 0) have += Receive(have);
        var head = buffer.AsSpan(0, end);
        var status = Number(head[9..]);
        var body = end + EndOfHead.Length;
        headLength = end;
        var closes = head.IndexOf("\r\nConnection: close"u8) >= 0;
        var length = status == 304 ? 0
            : Find(head, "\r\nContent-Length: "u8) is { Length: > 0 } given ? Whole(body, Number(given), have)
            : Chunks(body, have);
        if (closes) Close();
        return (status, length);
    }

    /// <summary>Of the last answer; null if it has none of this name.</summary>
    public string? Header(string name)
    {
        var value = Find(buffer.AsSpan(0, headLength + 2), Encoding.ASCII.GetBytes($"\r\n{name}: "));
        return value.IsEmpty ? null : Encoding.ASCII.GetString(value[..value.IndexOf("\r\n"u8)]);
    }

    /// <summary>The next request opens it again.</summary>
    public void Dispose() => Close();

    Socket Open()
    {
        var opened = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 60_000 };
        opened.Connect(IPAddress.Loopback, site.Port);
        return opened;
    }

    void Close()
    {
        socket?.Dispose();
        socket = null;
    }

    int Receive(int at)
    {
        var read = socket!.Receive(buffer.AsSpan(at));
        if (read > 0) return read;
        throw new IOException($"{site} closed a connection in the middle of an answer.");
    }

    int Whole(int body, int length, int have)
    {
        while (have < body + length) have += Receive(have);
        return length;
    }

    int Chunks(int at, int have)
    {
        for (var length = 0; ;)
        {
            int line;
            while ((line = buffer.AsSpan(at, have - at).IndexOf("\r\n"u8)) < 0) have += Receive(have);
            if (!Utf8Parser.TryParse(buffer.AsSpan(at, line), out int chunk, out _, 'x'))
                throw new IOException($"{site} sent a chunk without a length.");
            at += line + 2;
            while (have < at + chunk + 2) have += Receive(have);
            at += chunk + 2;
            length += chunk;
            if (chunk == 0) return length;
        }
    }

    static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        var at = head.IndexOf(name);
        return at < 0 ? [] : head[(at + name.Length)..];
    }

    static int Number(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out int number, out _)
        ? number
        : throw new IOException("An answer has no number where one must be.");
}

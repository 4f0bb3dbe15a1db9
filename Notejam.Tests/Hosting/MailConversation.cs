using System.Net.Security;
using System.Text;

namespace Notejam.Tests.Hosting;

/// <summary>One connection to a <see cref="MailServer"/>.</summary>
sealed class MailConversation(MailServer server, Action<ReceivedMail> keep, Action<string> hear) : IDisposable
{
    Stream stream = Stream.Null;
    StreamReader reader = StreamReader.Null;
    string from = "", to = "";
    string? user;

    public async Task RunAsync(Stream connection, CancellationToken cancel)
    {
        Use(connection);
        await SayAsync("220 test");
        while (await reader.ReadLineAsync(cancel) is { } command)
        {
            hear(command);
            await SayAsync(await server.Instead(command).WaitAsync(cancel) ?? await ObeyAsync(command, cancel));
            if (command == "QUIT") return;
            if (command == "DATA") await SayAsync(await TakeAsync(cancel));
            if (command == "STARTTLS") await EncryptAsync(cancel);
        }
    }

    public void Dispose() => reader.Dispose();

    async Task<string> ObeyAsync(string command, CancellationToken cancel)
    {
        if (command.StartsWith("EHLO", StringComparison.Ordinal)) return Greeting();
        if (command.StartsWith("MAIL", StringComparison.Ordinal)) from = command[10..];
        if (command.StartsWith("RCPT", StringComparison.Ordinal)) to = command[8..];
        if (command.StartsWith("AUTH", StringComparison.Ordinal)) return await SignInAsync(command.Split(' '), cancel);
        return command switch
        {
            "DATA" => "354 go on",
            "QUIT" => "221 bye",
            "STARTTLS" => "220 go on",
            _ => "250 fine",
        };
    }

    string Greeting()
    {
        List<string> lines = ["test", .. server.Offers];
        if (server.Certificate is not null && stream is not SslStream) lines.Add("STARTTLS");
        return string.Join("\r\n", lines.Select((l, i) => $"250{(i == lines.Count - 1 ? ' ' : '-')}{l}"));
    }

    async Task<string> SignInAsync(string[] words, CancellationToken cancel)
    {
        var offered = server.Offers.Any(o =>
            o.StartsWith("AUTH ", StringComparison.Ordinal)
            && o.Contains(words[1], StringComparison.OrdinalIgnoreCase));
        if (!offered) return "504 no";
        string password;
        if (words[1].Equals("PLAIN", StringComparison.OrdinalIgnoreCase))
        {
            var parts = Decoded(words[2]).Split('\0');
            (user, password) = (parts[1], parts[2]);
        }
        else
        {
            user = Decoded(words.Length > 2 ? words[2] : await AskAsync("Username:", cancel));
            password = Decoded(await AskAsync("Password:", cancel));
        }
        return password == "right" ? "235 welcome" : $"535 5.7.8 {user}: wrong";
    }

    async Task<string> AskAsync(string what, CancellationToken cancel)
    {
        await SayAsync("334 " + Convert.ToBase64String(Encoding.UTF8.GetBytes(what)));
        return await reader.ReadLineAsync(cancel) ?? "";
    }

    /// <summary>The mail itself, and the answer to it.</summary>
    async Task<string> TakeAsync(CancellationToken cancel)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancel) is { } line && line != ".")
        {
            lines.Add(line.StartsWith('.') ? line[1..] : line);
        }
        var mail = new ReceivedMail(from, to, string.Join('\n', lines), user, stream is SslStream);
        if (await server.Instead(".").WaitAsync(cancel) is { } instead) return instead;
        keep(mail);
        return "250 taken";
    }

    async Task EncryptAsync(CancellationToken cancel)
    {
        var encrypted = new SslStream(stream);
        var options = new SslServerAuthenticationOptions { ServerCertificate = server.Certificate };
        await encrypted.AuthenticateAsServerAsync(options, cancel);
        Use(encrypted);
    }

    void Use(Stream connection)
    {
        stream = connection;
        reader = new StreamReader(connection, Encoding.UTF8, false, 4096, leaveOpen: true);
    }

    /// <summary>An empty answer ends the connection instead.</summary>
    async Task SayAsync(string line)
    {
        if (line.Length == 0) throw new IOException("hung up");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"));
    }

    static string Decoded(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));
}

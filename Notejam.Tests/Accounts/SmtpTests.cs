using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Accounts;

public sealed class SmtpTests(Postgres postgres)
{
    [Fact]
    public async Task With_a_server_configured_the_mail_goes_there()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var app = NotejamApp.Start(await postgres.CreateDatabaseAsync(), Settings(((IPEndPoint)listener.LocalEndpoint).Port));
        var person = await SignUpAndForgetAsync(app);
        var mail = await ReceiveAsync(listener);
        Assert.Contains("MAIL FROM:<notes@example.org>", mail, StringComparison.Ordinal);
        Assert.Contains($"RCPT TO:<{person.Email}>", mail, StringComparison.Ordinal);
        Assert.Contains($"{app.Address}forgot-password/", mail, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(app.DataFolder, "mail")));
    }

    [Fact]
    public async Task A_server_that_is_away_costs_one_mail_and_not_the_next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var app = NotejamApp.Start(await postgres.CreateDatabaseAsync(), Settings(port));
        await SignUpAndForgetAsync(app);
        while (!app.Log.All.Any(l => l.Level == LogLevel.Error && l.Text.Contains("could not be sent", StringComparison.Ordinal)))
            await Task.Delay(20, TestContext.Current.CancellationToken);

        using var back = new TcpListener(IPAddress.Loopback, port);
        back.Start();
        var person = await SignUpAndForgetAsync(app);
        Assert.Contains(person.Email, await ReceiveAsync(back), StringComparison.Ordinal);
    }

    static Dictionary<string, string> Settings(int port) => new() { ["Smtp:Host"] = "127.0.0.1", ["Smtp:Port"] = $"{port}", ["Smtp:Tls"] = "false", ["Smtp:From"] = "notes@example.org" };

    static async Task<Person> SignUpAndForgetAsync(NotejamApp app)
    {
        var person = app.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        await person.SubmitAsync("/forgot-password/", ("email", person.Email));
        return person;
    }

    /// <summary>Takes one message, in the words of RFC 5321, and returns all that the client said.</summary>
    static async Task<string> ReceiveAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        var said = new List<string>();
        var inData = false;
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            said.Add(line);
            if (inData && line != ".") continue;
            if (line == "QUIT") break;
            inData = line == "DATA";
            await writer.WriteLineAsync(inData ? "354 go on" : "250 fine");
        }
        return string.Join('\n', said);
    }
}

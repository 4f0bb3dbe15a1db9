using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

/// <summary>
/// A bad hour for mail, in a minute: every kind of trouble at once, while the application is killed and restarted.
/// </summary>
public sealed partial class ThousandMailsTests(Postgres postgres) : IDisposable
{
    const int People = 1000;

    readonly ConcurrentDictionary<string, int> tries = new();
    readonly TaskCompletionSource<string?> never = new();
    MailServer server = new();
    volatile bool stalls;
    volatile bool stalled;

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task Each_is_sent_once_or_counted_as_lost_whatever_refuses_stalls_or_is_killed()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await AskAllAsync(connection);
        server.Instead = MisbehaveAsync;
        var environment = server.Settings
            .ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value);
        environment["ConnectionStrings__notejam"] = connection;
        var received = new List<ReceivedMail>();

        await using (var first = await NotejamProcess.StartAsync(environment))
        {
            await Until.TrueAsync(() => server.Received.Count >= 200);
            // Killed while the server thinks about a whole mail.
            stalls = true;
            await Until.TrueAsync(() => stalled);
            first.Kill();
            await first.ExitAsync();
            stalls = false;
        }
        await using (var second = await NotejamProcess.StartAsync(environment))
        {
            await Until.TrueAsync(() => server.Received.Count >= 450);
            var port = server.Port;
            server.Dispose();
            await Until.TrueAsync(() => second.Output.Contains("cannot be used", StringComparison.Ordinal));
            received.AddRange(server.Received);
            server = new MailServer(port) { Instead = MisbehaveAsync };
            await Until.TrueAsync(() => server.Received.Count >= 200);
            second.Terminate();
            Assert.Equal(0, await second.ExitAsync());
        }
        await using var third = await NotejamProcess.StartAsync(environment);
        const string Untried = "SELECT count(*) FROM outbox WHERE finished_at IS NULL AND tries = 0";
        await Until.TrueAsync(async () => await Postgres.ScalarAsync<long>(connection, Untried) == 0);
        await Until.TrueAsync(async () => await GaugeAsync(third, "notejam_mails_waiting") == 0);
        received.AddRange(server.Received);

        var twice = received.GroupBy(m => m.To).Where(m => m.Count() > 1).Select(m => m.Key).ToList();
        Assert.True(twice.Count == 0, $"sent twice: {string.Join(' ', twice)}");
        Assert.Equal(received.Count, received.Select(m => m.Header("Message-Id")).Distinct().Count());
        var lost = await GaugeAsync(third, "notejam_mails_lost");
        // What was told to be lost may have arrived all the same; what did not arrive was told.
        Assert.InRange(lost, People - received.Count, People - received.Count + 2);
        Assert.InRange(lost, 1, 5);
    }

    /// <summary>The rows that a thousand requests leave.</summary>
    static async Task AskAllAsync(string connection)
    {
        await Seed.UsersAsync(connection, People);
        await Postgres.ExecuteAsync(connection, """
            INSERT INTO outbox (id, address, asked_at, due_at, tries)
            SELECT gen_random_uuid(), normalized_email, now(), now(), 0 FROM users
            """);
    }

    /// <summary>
    /// Refuses for now a quarter of the recipients once and some of them twice, hangs up on a few, and stalls when it
    /// is told to.
    /// </summary>
    async Task<string?> MisbehaveAsync(string command)
    {
        if (command == "." && stalls)
        {
            stalled = true;
            return await never.Task;
        }
        if (Recipient().Match(command) is not { Success: true } recipient) return null;
        var number = int.Parse(recipient.Groups[1].Value, CultureInfo.InvariantCulture);
        return (number, tries.AddOrUpdate(command, 1, (_, tried) => tried + 1)) switch
        {
            (_, 1) when number % 400 == 0 => "",
            (_, 1) when number % 4 == 0 => "450 4.2.0 greylisted",
            (_, 2) when number % 16 == 0 => "451 4.3.2 not now",
            _ => null,
        };
    }

    /// <summary>The sum over the labels.</summary>
    static async Task<double> GaugeAsync(NotejamProcess app, string name)
    {
        using var client = new HttpClient { BaseAddress = app.Management };
        var metrics = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return metrics.Split('\n')
            .Where(l => l.StartsWith(name + "{", StringComparison.Ordinal))
            .Select(l => double.Parse(l.Split(' ')[1], CultureInfo.InvariantCulture))
            .DefaultIfEmpty(-1)
            .Sum();
    }

    [GeneratedRegex("^RCPT TO:<person([0-9]+)@")]
    private static partial Regex Recipient();
}

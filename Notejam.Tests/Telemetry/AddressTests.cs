using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Notejam.ServiceDefaults.Telemetry;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Telemetry;

/// <summary>
/// No line that an operator reads names a person, whatever a library, a mail server or PostgreSQL says.
/// </summary>
public sealed class AddressTests(Postgres postgres)
{
    [Theory]
    [InlineData("mira.holm@example.com is unknown", "[address] is unknown")]
    [InlineData("<o'neil+x@mail.example.co.uk>: no", "<[address]>: no")]
    [InlineData("550 <mira@localhost> unknown", "550 <[address]> unknown")]
    [InlineData("RCPT TO:<\"mira holm\"@example.org>", "RCPT TO:<[address]>")]
    [InlineData("{\"to\":\"\\\"mira holm\\\"@example.org\"}", "{\"to\":[address]\"}")]
    [InlineData("\"mira \\\"m\\\" holm\"@example.org", "[address]")]
    [InlineData("jürgen.groß@bücher.example", "[address]")]
    [InlineData("ミラ＠例え.jp は", "[address] は")]
    [InlineData("mira@[127.0.0.1] and mira@[IPv6:::1]", "[address] and [address]")]
    [InlineData("POST /?email=mira%40example.org HTTP/1.1", "POST [address] HTTP/1.1")]
    [InlineData("Key (normalized_email)=(MIRA@EXAMPLE.ORG) already exists",
        "Key (normalized_email)=([address]) already exists")]
    [InlineData("at Npgsql.Command`1 in line 3, 100 % @ noon", "at Npgsql.Command`1 in line 3, 100 % @ noon")]
    public void They_are_left_out_however_they_are_written(string said, string written)
    {
        Assert.Equal(written, AddressRedactor.Redact(said));
        var log = new LogLines();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(log));
        RedactedLogs.Add(services);
        using var provider = services.BuildServiceProvider();
        var logger = provider.GetRequiredService<ILogger<AddressTests>>();
        logger.LogError(new TimeoutException(said), "Failed: {Said}", said);
        var line = Assert.Single(log.All).Text;
        Assert.Contains($"Failed: {written}", line, StringComparison.Ordinal);
        Assert.Contains($"TimeoutException: {written}", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('a')]
    [InlineData('"')]
    [InlineData('\\')]
    [InlineData('%')]
    public void What_a_stranger_sends_does_not_take_long(char repeated)
    {
        var time = Stopwatch.StartNew();
        AddressRedactor.Redact(new string(repeated, 1_000_000) + " @ " + new string(repeated, 1_000_000));
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    /// <summary>On the console of a developer, in the lines of a cluster, and at a collector.</summary>
    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Of_a_run_in_which_everything_names_them_nothing_that_was_written_does(string environment)
    {
        var connection = await postgres.CreateDatabaseAsync();
        using var mail = new MailServer { Instead = RefuseByNameAsync };
        var settings = mail.Settings
            .ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value);
        await using var collector = await Collector.StartAsync();
        await using var app = await NotejamProcess.StartAsync(new(settings)
        {
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            ["ConnectionStrings__notejam"] = connection,
            ["Site__PublicUrl"] = "http://127.0.0.1",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        });
        string[] emails = ["secretone@localhost.localdomain", "secretthree@bücher.example"];
        foreach (var email in emails)
        {
            var person = app.Visitor();
            await person.SignUpAsync(email);
            await person.SubmitAsync("/forgot-password/", ("email", email));
        }
        await Until.TrueAsync(() => app.Output.Split("could not be sent to").Length > emails.Length);

        // PostgreSQL's turn: as an error, as an outage, and behind the request.
        foreach (var (when, state) in new[] { ("INSERT", "P0001"), ("INSERT", "53300"), ("UPDATE", "P0001") })
        {
            await Postgres.ExecuteAsync(connection, $"""
                CREATE OR REPLACE FUNCTION complain() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                  RAISE EXCEPTION USING ERRCODE = '{state}', MESSAGE = 'complaint of ' || lower(NEW.address)
                    || ' or "secret two"@localhost or secretfour%40localhost';
                END $$;
                DROP TRIGGER IF EXISTS complain ON outbox;
                CREATE TRIGGER complain BEFORE {when} ON outbox FOR EACH ROW EXECUTE FUNCTION complain();
                """);
            await app.Visitor().SubmitAsync("/forgot-password/", ("email", emails[0]));
        }
        const string Failed = "The outbox could not be worked off";
        await Until.TrueAsync(() => app.Output.Contains(Failed, StringComparison.Ordinal));
        // What is left is sent to the collector at the end.
        app.Terminate();
        await app.ExitAsync();

        Assert.True(app.Output.Split("complaint of [address]").Length > 3, app.Output);
        Assert.Contains("complaint of [address]", collector.Of("/v1/logs"), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", app.Output, StringComparison.OrdinalIgnoreCase);
        foreach (var signal in new[] { "/v1/logs", "/v1/traces", "/v1/metrics" })
            Assert.DoesNotContain("secret", collector.Of(signal), StringComparison.OrdinalIgnoreCase);
    }

    static Task<string?> RefuseByNameAsync(string command)
    {
        var isRecipient = command.StartsWith("RCPT", StringComparison.Ordinal);
        return Task.FromResult(isRecipient ? $"550 5.1.1 {command[8..]}: unknown" : null);
    }
}

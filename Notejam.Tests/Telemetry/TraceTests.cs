using Notejam.Tests.Hosting;

namespace Notejam.Tests.Telemetry;

/// <summary>What an OpenTelemetry collector receives where one is configured.</summary>
public sealed class TraceTests(Postgres postgres)
{
    [Fact]
    public async Task It_gets_spans_with_route_status_and_error_metrics_and_logs_and_no_secret()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var collector = await Collector.StartAsync();
        await using var app = await NotejamProcess.StartAsync(new()
        {
            ["ConnectionStrings__notejam"] = connection,
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "notes-of-the-house",
        });
        var person = app.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        await person.SignInAsync();
        await person.GetAsync($"/notes/{await person.NoteAsync("Name")}/");
        await person.SubmitAsync("/forgot-password/", ("email", person.Email));
        const string Sent = "SELECT count(*) FROM outbox WHERE finished_at IS NOT NULL";
        await Until.TrueAsync(async () => await Postgres.ScalarAsync<long>(connection, Sent) == 1);
        const string Reset = "/forgot-password/0199b5a2-0000-7000-8000-000000000000/secret-token/";
        await person.GetAsync($"{Reset}?code=secret-query&secret-key");
        using (var odd = new HttpRequestMessage(new HttpMethod("SECRET-METHOD"), "/signin/?secret.person@example.org"))
        {
            odd.Headers.Host = "secret-host";
            odd.Headers.Add("User-Agent", "secret-agent");
            odd.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            odd.Headers.Add("tracestate", "secret=state");
            using var answer = await person.SendAsync(odd);
        }
        await Postgres.ExecuteAsync(connection, "ALTER TABLE notes RENAME TO elsewhere");
        await person.GetAsync("/");
        using (var probe = new HttpClient { BaseAddress = app.Management })
        {
            await probe.GetStringAsync("/alive", TestContext.Current.CancellationToken);
        }
        // What is left is sent at the end.
        app.Terminate();
        await app.ExitAsync();

        var spans = collector.Of("/v1/traces");
        string[] expected =
        [
            "GET /notes/{Id:guid}/", "http.route", "http.response.status_code",
            "notes-of-the-house", "service.version", "SELECT", "error.type",
        ];
        foreach (var text in expected) Assert.Contains(text, spans, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", collector.Of("/v1/metrics"), StringComparison.Ordinal);
        Assert.Matches("GET / 500 in [0-9.]+ ms by ", collector.Of("/v1/logs"));
        // No probe, no work in the background, and no page apart from its request.
        foreach (var alone in new[] { "/alive", "pg_try_advisory_xact_lock", "Microsoft.AspNetCore.Components" })
            Assert.DoesNotContain(alone, spans, StringComparison.Ordinal);
        string[] secrets =
        [
            "secret-token", "secret-query", "secret-key", "SECRET-METHOD", "secret.person",
            "secret-host", "secret-agent", "secret=state", Person.Password, person.Email,
        ];
        foreach (var secret in secrets)
            Assert.DoesNotContain(secret, collector.Of(), StringComparison.Ordinal);
    }
}

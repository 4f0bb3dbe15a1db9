using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Notejam.Tests.Hosting;
using Notejam.Tests.Operations;

namespace Notejam.Tests.Telemetry;

/// <summary>What an OpenTelemetry collector receives where one is configured. Text stands in protobuf as it is, so it can be searched.</summary>
public sealed class TraceTests(Postgres postgres) : IAsyncLifetime
{
    readonly ConcurrentQueue<(string Path, string Body)> received = new();
    WebApplication collector = null!;
    string address = "";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        collector = builder.Build();
        collector.Urls.Add(address = $"http://127.0.0.1:{NotejamApp.FreePort()}");
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.Enqueue((context.Request.Path, Encoding.UTF8.GetString(body.ToArray())));
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => collector.DisposeAsync();

    [Fact]
    public async Task It_gets_spans_with_route_status_and_error_metrics_and_logs_and_no_secret()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var app = await NotejamProcess.StartAsync(new()
        {
            ["ConnectionStrings__notejam"] = connection,
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "notes-of-the-house",
        });
        var person = app.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        await person.SignInAsync();
        await person.GetAsync($"/notes/{await person.NoteAsync("Name")}/");
        await person.GetAsync("/forgot-password/0199b5a2-0000-7000-8000-000000000000/secret-token/?code=secret-query&secret-key");
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
        using (var probe = new HttpClient()) await probe.GetStringAsync(new Uri(app.Management, "/alive"), TestContext.Current.CancellationToken);
        // What is left is sent at the end.
        app.Terminate();
        await app.ExitAsync();

        var spans = All("/v1/traces");
        foreach (var text in new[] { "GET /notes/{Id:guid}/", "http.route", "http.response.status_code", "notes-of-the-house", "service.version", "SELECT", "error.type" })
            Assert.Contains(text, spans, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", All("/v1/metrics"), StringComparison.Ordinal);
        Assert.Matches("GET / 500 in [0-9.]+ ms by ", All("/v1/logs"));
        Assert.DoesNotContain("/alive", spans, StringComparison.Ordinal);
        foreach (var secret in new[] { "secret-token", "secret-query", "secret-key", "SECRET-METHOD", "secret.person", "secret-host", "secret-agent", "secret=state", Person.Password, person.Email })
            Assert.DoesNotContain(received, r => r.Body.Contains(secret, StringComparison.Ordinal));
    }

    string All(string path) => string.Concat(received.Where(r => r.Path == path).Select(r => r.Body));
}

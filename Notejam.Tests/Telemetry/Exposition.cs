using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Notejam.ServiceDefaults.Health;
using Notejam.ServiceDefaults.Telemetry;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Telemetry;

/// <summary>What a service with our telemetry shows to Prometheus, whatever its instruments are.</summary>
static class Exposition
{
    public const string Plain = "text/plain; version=0.0.4";

    public const string OpenMetrics = "application/openmetrics-text; version=1.0.0";

    /// <summary>
    /// Measures with fresh meters, one for each action, and scrapes once; all lines but those of the framework's
    /// meters.
    /// </summary>
    public static async Task<string> OfAsync(string accept, params Action<Meter>[] measure)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var (port, management) = (NotejamApp.FreePort(), NotejamApp.FreePort());
        builder.WebHost.UseSetting("urls", $"http://127.0.0.1:{port}");
        builder.WebHost.UseSetting("Management:Port", $"{management}");
        builder.AddManagementPort();
        builder.AddTelemetry("vectors", $"Vectors.{port}.*");
        await using var app = builder.Build();
        app.UseManagementPort();
        await app.StartAsync(TestContext.Current.CancellationToken);

        var meters = measure.Select((m, i) => new Meter($"Vectors.{port}.{i}")).ToList();
        for (var i = 0; i < measure.Length; i++) measure[i](meters[i]);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("Accept", accept);
        var address = $"http://127.0.0.1:{management}/metrics";
        var text = await client.GetStringAsync(address, TestContext.Current.CancellationToken);
        meters.ForEach(m => m.Dispose());
        return text.Replace($"Vectors.{port}.", "", StringComparison.Ordinal);
    }

    /// <summary>The lines of one metric or sample, in plain format, without the labels that name the meter.</summary>
    public static async Task<string[]> LinesAsync(string name, params Action<Meter>[] measure)
    {
        string[] beginnings = [name, $"# TYPE {name}", $"# HELP {name}"];
        var lines = (await OfAsync(Plain, measure)).Split('\n')
            .Where(l => beginnings.Any(b => l.StartsWith(b, StringComparison.Ordinal)));
        return
        [
            .. lines
                .Select(l => l.Replace("{otel_scope_name=\"0\"}", "", StringComparison.Ordinal))
                .Select(l => l.Replace("otel_scope_name=\"0\",", "", StringComparison.Ordinal)),
        ];
    }
}

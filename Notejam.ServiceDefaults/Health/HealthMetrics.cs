using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Notejam.ServiceDefaults.Health;

/// <summary>Tells Prometheus what the probes tell Kubernetes, also where nothing probes.</summary>
sealed class HealthMetrics(IMeterFactory meters) : IHealthCheckPublisher
{
    public const string Meter = "Notejam.Health";

    /// <summary>As often as Prometheus scrapes.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    readonly Gauge<double> status = meters.Create(Meter).CreateGauge<double>(
        "notejam.health.status", description: "What a health check says: 1 is healthy, 0.5 degraded, 0 unhealthy.");

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var (check, entry) in report.Entries)
        {
            var share = (double)entry.Status / (double)HealthStatus.Healthy;
            status.Record(share, KeyValuePair.Create<string, object?>("check", check));
        }
        return Task.CompletedTask;
    }
}

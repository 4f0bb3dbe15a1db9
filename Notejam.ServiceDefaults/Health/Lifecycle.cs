using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Notejam.ServiceDefaults.Health;

/// <summary>
/// Knows whether the service has started and whether it drains. On SIGTERM it goes on serving for a while with
/// readiness down, because endpoints and load balancers hear of the end later than the process does. Only
/// <see cref="IHostedLifecycleService.StoppingAsync"/> runs before Kestrel closes its port.
/// </summary>
sealed class Lifecycle(IHostEnvironment environment, TimeProvider time) : IHostedLifecycleService, IHealthCheck
{
    /// <summary>Longer than the readiness probe needs to fail and the endpoint to be taken out.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    volatile bool started;

    public bool Draining { get; private set; }

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            Draining ? HealthCheckResult.Unhealthy("draining")
            : started ? HealthCheckResult.Healthy("started")
            : HealthCheckResult.Unhealthy("starting"));

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        started = true;
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        Draining = true;
        // Nobody balances a developer's machine: Ctrl-C ends at once.
        return environment.IsDevelopment() ? Task.CompletedTask : Task.Delay(DrainTime, time, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

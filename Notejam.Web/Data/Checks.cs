using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Notejam.Web.Data;

/// <summary>
/// Not ready until every migration that this build knows is applied; a newer schema is fine (expand, then contract).
/// </summary>
sealed class SchemaCheck(IServiceScopeFactory scopes) : IHealthCheck
{
    volatile bool compatible;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (compatible) return HealthCheckResult.Healthy("compatible");
        try
        {
            var pending = await PendingAsync(cancellationToken).WaitAsync(ReachabilityCheck.Bound, cancellationToken);
            compatible = pending.Count == 0;
            if (compatible) return HealthCheckResult.Healthy("compatible");
            return HealthCheckResult.Unhealthy(
                $"waiting for {pending.Count} migrations, from {pending[0]}: run 'Notejam.Web migrate'");
        }
        catch (Exception unknown) when (unknown is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            return HealthCheckResult.Unhealthy("not known yet: the database does not answer");
        }
    }

    async Task<List<string>> PendingAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NotejamDb>();
        return [.. await db.Database.GetPendingMigrationsAsync(cancel)];
    }
}

/// <summary>
/// Only reported: were it readiness, one outage of the database would take every instance out and hide our 503 page.
/// </summary>
sealed class ReachabilityCheck(NpgsqlDataSource database) : IHealthCheck
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await PingAsync(cancellationToken).WaitAsync(Bound, cancellationToken);
            return HealthCheckResult.Healthy("reachable");
        }
        catch (Exception unreachable) when (unreachable is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Degraded("unreachable");
        }
    }

    async Task PingAsync(CancellationToken cancel)
    {
        await using var ping = database.CreateCommand("SELECT 1");
        await ping.ExecuteNonQueryAsync(cancel);
    }
}

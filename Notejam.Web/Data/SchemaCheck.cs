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

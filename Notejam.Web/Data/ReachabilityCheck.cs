using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Notejam.Web.Data;

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

using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Notejam.Web.Data;

/// <summary>
/// Not ready until the connections that are always kept are open: an instance that starts because many people come
/// would else let the first of them wait for its connections. A server that has fewer left is no reason to stay away.
/// </summary>
sealed class PoolCheck(NpgsqlDataSource database) : IHealthCheck
{
    readonly int kept = new NpgsqlConnectionStringBuilder(database.ConnectionString).MinPoolSize;
    volatile bool warm;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (warm) return HealthCheckResult.Healthy("warm");
        // All are held until the last is open, or one would be opened and lent again and again.
        var opening = Enumerable.Range(0, Math.Max(1, kept)).Select(_ => TryOpenAsync(cancellationToken));
        var opened = await Task.WhenAll(opening);
        foreach (var connection in opened.OfType<NpgsqlConnection>()) await connection.DisposeAsync();
        warm = opened.Any(c => c is not null);
        return warm
            ? HealthCheckResult.Healthy("warm")
            : HealthCheckResult.Unhealthy("cold: the database does not answer");
    }

    async Task<NpgsqlConnection?> TryOpenAsync(CancellationToken cancel)
    {
        try
        {
            return await database.OpenConnectionAsync(cancel);
        }
        catch (Exception unreachable) when (unreachable is NpgsqlException or TimeoutException)
        {
            return null;
        }
    }
}

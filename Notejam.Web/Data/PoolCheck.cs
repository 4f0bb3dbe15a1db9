using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Notejam.Web.Data;

/// <summary>
/// Not ready until the connections that are always kept are open and know the statements of the pages: an instance that
/// starts because many people come would else let the first of them wait. A server that has fewer connections left is no
/// reason to stay away.
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
        await Task.WhenAll(opened.OfType<NpgsqlConnection>().Select(c => TryPrepareAsync(c, cancellationToken)));
        foreach (var connection in opened.OfType<NpgsqlConnection>()) await connection.DisposeAsync();
        warm = opened.Any(c => c is not null);
        return warm
            ? HealthCheckResult.Healthy("warm")
            : HealthCheckResult.Unhealthy("cold: the database does not answer");
    }

    /// <summary>Npgsql prepares a statement when it sees it for the second time.</summary>
    static async Task TryPrepareAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        try
        {
            for (var time = 0; time < 2; time++)
            {
                await using var batch = connection.CreateBatch();
                batch.Add(PageReads.OfMost, Guid.Empty);
                await batch.ExecuteNonQueryAsync(cancel);
            }
        }
        catch (NpgsqlException)
        {
            // The schema is not there yet, as its own check says; then the first people prepare them.
        }
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

using System.Diagnostics.Metrics;
using Npgsql;

namespace Notejam.Web.Data;

/// <summary>How many connections the database server has lent, and may: the same numbers at every instance.</summary>
sealed class ConnectionMetrics(NpgsqlDataSource database, Meter meter, TimeProvider time)
    : PeriodicService(Period, time)
{
    /// <summary>As often as Prometheus scrapes.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    const string Count =
        "SELECT sum(numbackends)::bigint, current_setting('max_connections')::bigint FROM pg_stat_database";

    readonly Gauge<long> lent = meter.CreateGauge<long>(
        "notejam.database.connections", "{connection}", "Connections to the database server, of everybody.");
    readonly Gauge<long> most = meter.CreateGauge<long>(
        "notejam.database.connections.max", "{connection}", "Connections that the database server allows.");

    /// <summary>An outage is told by the health check; until it is over the numbers stay what they were.</summary>
    protected override async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await using var count = database.CreateCommand(Count);
            await using var answer = await count.ExecuteReaderAsync(stop);
            await answer.ReadAsync(stop);
            lent.Record(answer.GetInt64(0));
            most.Record(answer.GetInt64(1));
        }
        catch (Exception unreachable) when (unreachable is NpgsqlException or TimeoutException)
        {
        }
    }
}

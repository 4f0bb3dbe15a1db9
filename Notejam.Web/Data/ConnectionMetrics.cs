using System.Diagnostics.Metrics;
using Npgsql;

namespace Notejam.Web.Data;

/// <summary>How many connections the database server has lent, and may: the same numbers at every instance.</summary>
sealed class ConnectionMetrics(NpgsqlDataSource database, Meter meter, TimeProvider time) : BackgroundService
{
    /// <summary>As often as Prometheus scrapes.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    const string Count =
        "SELECT sum(numbackends)::bigint, current_setting('max_connections')::bigint FROM pg_stat_database";

    readonly Gauge<long> lent = meter.CreateGauge<long>(
        "notejam.database.connections", "{connection}", "Connections to the database server, of everybody.");
    readonly Gauge<long> most = meter.CreateGauge<long>(
        "notejam.database.connections.max", "{connection}", "Connections that the database server allows.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do await TryCountAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Also where the start fails, which the host would take for a failure of this.
        }
    }

    /// <summary>An outage is told by the health check; until it is over the numbers stay what they were.</summary>
    async Task TryCountAsync(CancellationToken cancel)
    {
        try
        {
            await using var count = database.CreateCommand(Count);
            await using var answer = await count.ExecuteReaderAsync(cancel);
            await answer.ReadAsync(cancel);
            lent.Record(answer.GetInt64(0));
            most.Record(answer.GetInt64(1));
        }
        catch (Exception unreachable) when (unreachable is NpgsqlException or TimeoutException)
        {
        }
    }
}

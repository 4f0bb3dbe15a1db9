using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Notejam.Tests.Hosting;
using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Tests.Telemetry;

/// <summary>Whoever asks for health or does not, the server's connections are counted.</summary>
public sealed class ConnectionMetricsTests : IDisposable
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    readonly Postgres postgres;
    readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    readonly MeterListener listener = new();
    readonly ConcurrentDictionary<string, long> recorded = new();

    public ConnectionMetricsTests(Postgres postgres)
    {
        this.postgres = postgres;
        var meters = services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Scope == meters) listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => recorded[instrument.Name] = value);
        listener.Start();
    }

    public void Dispose()
    {
        listener.Dispose();
        services.Dispose();
    }

    [Fact]
    public async Task The_server_says_how_many_it_has_lent_and_may()
    {
        var connection = await postgres.CreateEmptyDatabaseAsync();
        await using var database = NpgsqlDataSource.Create(connection);
        using var metrics = Make(database, TimeProvider.System);
        await metrics.StartAsync(Cancel);
        await Until.TrueAsync(() => recorded.Count == 2);
        Assert.InRange(recorded["notejam.database.connections"], 1, recorded["notejam.database.connections.max"]);
        const string Allowed = "SELECT current_setting('max_connections')::bigint";
        var allowed = await Postgres.ScalarAsync<long>(connection, Allowed);
        Assert.Equal(allowed, recorded["notejam.database.connections.max"]);
        await metrics.StopAsync(Cancel);
    }

    [Fact]
    public async Task After_an_outage_they_are_counted_again()
    {
        var server = await postgres.CreateEmptyDatabaseAsync();
        var later = new NpgsqlConnectionStringBuilder(server) { Pooling = false };
        later.Database += "_later";
        await using var database = NpgsqlDataSource.Create(later);
        var clock = new HurriedClock();
        using var metrics = Make(database, clock);
        await metrics.StartAsync(Cancel);
        await Until.TrueAsync(() => clock.Ticks > 2);
        Assert.Equal(ConnectionMetrics.Period, clock.Period);
        Assert.Empty(recorded);
        await Postgres.ExecuteAsync(server, $"CREATE DATABASE {later.Database}");
        await Until.TrueAsync(() => recorded.Count == 2);
        await metrics.StopAsync(Cancel);
        await Postgres.ExecuteAsync(server, $"DROP DATABASE {later.Database}");
    }

    ConnectionMetrics Make(NpgsqlDataSource database, TimeProvider time) =>
        new(database, services.GetRequiredService<IMeterFactory>().Create("test"), time);
}

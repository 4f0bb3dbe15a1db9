using Microsoft.Extensions.Diagnostics.HealthChecks;
using Notejam.Tests.Hosting;
using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Tests.Health;

/// <summary>
/// An instance that starts because many people come must not let the first of them wait for its connections.
/// </summary>
public sealed class PoolCheckTests(Postgres postgres)
{
    const int Kept = 7;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_instance_that_is_ready_has_as_many_connections_as_are_kept()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var app = NotejamApp.Start($"{connection};Minimum Pool Size={Kept};Application Name=kept");
        using var probe = new HttpClient { BaseAddress = app.Management };
        await Until.TrueAsync(async () =>
        {
            using var answer = await probe.GetAsync("/health", Cancel);
            return answer.IsSuccessStatusCode;
        });
        const string Open =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'kept'";
        Assert.InRange(await Postgres.ScalarAsync<long>(connection, Open), Kept, int.MaxValue);
    }

    [Fact]
    public async Task Without_a_database_it_is_not_ready_and_with_one_it_is()
    {
        var free = NotejamApp.FreePort();
        await using var nowhere = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={free};Username=nobody;Timeout=1");
        Assert.Equal(HealthStatus.Unhealthy, (await new PoolCheck(nowhere).CheckHealthAsync(new(), Cancel)).Status);
        await using var here = NpgsqlDataSource.Create(await postgres.CreateEmptyDatabaseAsync());
        Assert.Equal(HealthStatus.Healthy, (await new PoolCheck(here).CheckHealthAsync(new(), Cancel)).Status);
    }
}

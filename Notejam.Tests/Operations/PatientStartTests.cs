using Notejam.Tests.Hosting;
using Npgsql;

namespace Notejam.Tests.Operations;

/// <summary>
/// A start on a machine that is busy, or beside a database that is: what would be too slow for a page is in time for
/// it.
/// </summary>
public sealed class PatientStartTests(Postgres postgres)
{
    static readonly TimeSpan Slow = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Migrate_waits_for_connections_that_take_three_seconds()
    {
        var connection = await postgres.CreateEmptyDatabaseAsync();
        await using var link = new SlowLink(ServerOf(connection)) { Delay = Slow };
        await using var migrate = NotejamProcess.Launch(Through(connection, link.Address.Port), "migrate");
        Assert.True(await migrate.ExitAsync() == 0, migrate.Output);
        Assert.Equal(1, await KeysAsync(connection));
    }

    [Fact]
    public async Task An_instance_that_migrates_at_its_start_waits_as_long_and_then_serves()
    {
        var connection = await postgres.CreateEmptyDatabaseAsync();
        await using var link = new SlowLink(ServerOf(connection)) { Delay = Slow };
        await using var app = NotejamProcess.Launch(Through(connection, link.Address.Port));
        await Until.TrueAsync(async () => !app.HasExited && await KeysAsync(connection) == 1);
        link.Delay = TimeSpan.Zero;
        await app.ReadyAsync();
        Assert.Equal("Sign in", (await app.Visitor().GetAsync("/signin/")).Heading);
    }

    [Fact]
    public async Task Migrate_waits_for_a_server_that_is_only_starting()
    {
        var (connection, port) = (await postgres.CreateEmptyDatabaseAsync(), NotejamApp.FreePort());
        await using var migrate = NotejamProcess.Launch(Through(connection, port), "migrate");
        await Until.TrueAsync(() =>
            migrate.HasExited || migrate.Output.Contains("The database does not answer yet", StringComparison.Ordinal));
        await using var link = new SlowLink(ServerOf(connection), port);
        Assert.True(await migrate.ExitAsync() == 0, migrate.Output);
        Assert.Equal(1, await KeysAsync(connection));
    }

    [Fact]
    public async Task A_database_that_stays_away_is_named_after_half_a_minute()
    {
        var port = NotejamApp.FreePort();
        var nowhere = Through("Host=127.0.0.1;Database=none;Username=none;Password=none", port);
        await using var migrate = NotejamProcess.Launch(nowhere, "migrate");
        await using var app = NotejamProcess.Launch(nowhere);
        Assert.Equal(1, await migrate.ExitAsync());
        var failed = $"The migration of none at 127.0.0.1:{port} failed: ";
        Assert.Contains(failed, migrate.Output, StringComparison.Ordinal);
        Assert.Equal(1, await app.ExitAsync());
        var told = $"the database of ConnectionStrings__notejam, none at 127.0.0.1:{port}, does not answer: ";
        Assert.Contains($"Notejam cannot start: {told}", app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Output, StringComparison.Ordinal);
    }

    /// <summary>Twice, because chance decides who comes first.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_five_that_migrate_an_empty_database_at_once_all_succeed_and_there_is_one_key(int round)
    {
        var connection = await postgres.CreateEmptyDatabaseAsync();
        await MigrateFiveTimesAsync(connection, $"Round {round}");
        Assert.Equal(1, await KeysAsync(connection));
    }

    [Fact]
    public async Task Five_that_come_to_a_server_without_the_database_make_it_once()
    {
        var existing = new NpgsqlConnectionStringBuilder(await postgres.CreateEmptyDatabaseAsync());
        var made = existing.Database + "_made";
        var connection = new NpgsqlConnectionStringBuilder(existing.ConnectionString)
        {
            Database = made,
        }.ConnectionString;
        await MigrateFiveTimesAsync(connection, "Without a database");
        Assert.Equal(1, await KeysAsync(connection));
        NpgsqlConnection.ClearAllPools();
        await Postgres.ExecuteAsync(existing.ConnectionString, $"DROP DATABASE {made} WITH (FORCE)");
    }

    [Fact]
    public async Task A_time_limit_that_a_database_sets_for_pages_ends_no_migration()
    {
        var connection = await postgres.CreateEmptyDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(connection).Database;
        await Postgres.ExecuteAsync(connection, $"""
            CREATE FUNCTION take_long() RETURNS event_trigger LANGUAGE plpgsql
                AS $$ BEGIN PERFORM pg_sleep(0.5); END $$;
            CREATE EVENT TRIGGER take_long ON ddl_command_start WHEN TAG IN ('CREATE TABLE')
                EXECUTE FUNCTION take_long();
            ALTER DATABASE {name} SET statement_timeout = 250;
            ALTER DATABASE {name} SET idle_session_timeout = 1000;
            """);
        Dictionary<string, string> settings = new() { ["ConnectionStrings__notejam"] = connection };
        await using var migrate = NotejamProcess.Launch(settings, "migrate");
        Assert.True(await migrate.ExitAsync() == 0, migrate.Output);
    }

    static async Task MigrateFiveTimesAsync(string connection, string when)
    {
        Dictionary<string, string> settings = new() { ["ConnectionStrings__notejam"] = connection };
        var five = Enumerable.Range(0, 5).Select(_ => NotejamProcess.Launch(settings, "migrate")).ToList();
        foreach (var migrate in five)
        {
            Assert.True(await migrate.ExitAsync() == 0, $"{when}: {migrate.Output}");
            await migrate.DisposeAsync();
        }
    }

    static Uri ServerOf(string connection) =>
        new($"tcp://127.0.0.1:{new NpgsqlConnectionStringBuilder(connection).Port}");

    static Dictionary<string, string> Through(string connection, int port) => new()
    {
        ["ConnectionStrings__notejam"] = new NpgsqlConnectionStringBuilder(connection)
        {
            Host = "127.0.0.1",
            Port = port,
        }.ConnectionString,
    };

    static async Task<long> KeysAsync(string connection) =>
        await Postgres.ScalarAsync<bool>(connection, "SELECT to_regclass('data_protection_keys') IS NOT NULL")
            ? await Postgres.ScalarAsync<long>(connection, "SELECT count(*) FROM data_protection_keys")
            : 0;
}

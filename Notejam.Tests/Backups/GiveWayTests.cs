using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Notejam.Backup.Backups;
using Notejam.Tests.Hosting;
using Npgsql;

namespace Notejam.Tests.Backups;

/// <summary>A backup beside a change of the schema: neither waits for the other longer than a lock may take.</summary>
public sealed class GiveWayTests(Postgres postgres)
{
    const string Change = "ALTER TABLE notes ADD COLUMN colour text; ALTER TABLE allowances ADD COLUMN colour text";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Change)]
    [InlineData("BEGIN; LOCK TABLE \"__EFMigrationsHistory\" IN ACCESS EXCLUSIVE MODE; COMMIT")]
    [InlineData("CREATE INDEX CONCURRENTLY ix_excerpt ON notes (excerpt)")]
    public async Task While_pg_dump_runs_it_lets_go_and_begins_again(string change)
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        await BackupSite.FillAsync(site.Connection, people: 5, notes: 3000);
        using var store = new StallingStore(site.Store);
        var taking = TakeAsync(site, store);
        await store.Begun.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        await ChangeAsync(site, change);
        store.GoOn();
        await AssertGoodAsync(site, await taking);
    }

    /// <summary>Many small rows, which take a while to be hashed and not to be made.</summary>
    [Fact]
    public async Task While_tables_are_hashed_it_lets_go_and_begins_again()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        await Postgres.ExecuteAsync(site.Connection,
            "INSERT INTO allowances SELECT int8send(i), now(), now() FROM generate_series(1, 600000) AS i");
        using var store = new StallingStore(site.Store);
        var taking = TakeAsync(site, store);
        await UntilThereIsAsync(site, """
            SELECT FROM pg_stat_activity
            WHERE state = 'active' AND datname = current_database() AND query LIKE 'SELECT count(*), %allowances%'
            """);

        await ChangeAsync(site, Change);
        Assert.False(taking.IsCompleted);
        store.GoOn();
        await AssertGoodAsync(site, await taking);
    }

    /// <summary>
    /// The migration has the table that the backup still needs, and needs the one that the backup has.
    /// </summary>
    [Fact]
    public async Task Before_both_stand_still_it_lets_go()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        await using var migration = new NpgsqlConnection(site.Connection);
        await migration.OpenAsync(Cancel);
        await ExecuteAsync(
            migration, "BEGIN; SET LOCAL lock_timeout = '20s'; LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
        var taking = TakeAsync(site, site.Store);
        await UntilThereIsAsync(site, "SELECT FROM pg_locks WHERE NOT granted AND relation = 'users'::regclass");
        await ExecuteAsync(migration, "ALTER TABLE allowances ADD COLUMN colour text; COMMIT");
        await AssertGoodAsync(site, await taking);
    }

    [Fact]
    public async Task Who_holds_a_table_for_long_is_not_waited_for_and_it_says_so()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        await using var holder = await Postgres.LockAsync(site.Connection, "users");
        var take = new TakeBackup(site.Catalog, site.Database, new HurriedClock(), Notejam.Backup.Progress.None);
        var error = await Assert.ThrowsAsync<TimeoutException>(() => take.RunAsync(Cancel));
        Assert.Contains("gave way 6 times to somebody who needs its tables", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(site.Folder) ? Directory.GetFileSystemEntries(site.Folder) : []);
    }

    /// <summary>A migration that is in the midst of its work, on a table that is not there yet.</summary>
    [Fact]
    public async Task While_a_migration_runs_a_backup_is_made_and_an_instance_knows_what_it_waits_for()
    {
        using var site = new BackupSite(await postgres.CreateEmptyDatabaseAsync());
        string[] left;
        await using (var db = Postgres.Context(site.Connection))
        {
            await db.GetService<IMigrator>().MigrateAsync("SortNamesNaturally", Cancel);
            left = [.. await db.Database.GetPendingMigrationsAsync(Cancel)];
        }
        await Postgres.ExecuteAsync(site.Connection, """
            CREATE FUNCTION wait_for_the_test() RETURNS event_trigger LANGUAGE plpgsql
                AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(1); END $$;
            CREATE EVENT TRIGGER wait_for_the_test ON ddl_command_start WHEN TAG IN ('CREATE TABLE')
                EXECUTE FUNCTION wait_for_the_test();
            """);
        await using var test = new NpgsqlConnection(site.Connection);
        await test.OpenAsync(Cancel);
        await ExecuteAsync(test, "SELECT pg_advisory_lock(1)");
        await using var migrate = NotejamProcess.Launch(
            new() { ["ConnectionStrings__notejam"] = site.Connection }, "migrate");
        // The table of history is there, so the first that the migration makes is that of its own.
        await UntilThereIsAsync(site, "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = 1");

        await using (var app = NotejamApp.StartProduction(site.Connection))
        {
            using var probe = new HttpClient { BaseAddress = app.Management };
            using var health = await probe.GetAsync("/health", Cancel);
            var said = await health.Content.ReadAsStringAsync(Cancel);
            Assert.EndsWith("_CountTries", left[0], StringComparison.Ordinal);
            Assert.Contains($"waiting for {left.Length} migrations, from {left[0]}", said, StringComparison.Ordinal);
        }
        await AssertGoodAsync(site, await TakeAsync(site, site.Store).WaitAsync(TimeSpan.FromSeconds(30), Cancel));
        await ExecuteAsync(test, "SELECT pg_advisory_unlock(1)");
        Assert.True(await migrate.ExitAsync() == 0, migrate.Output);
    }

    static Task<StoredBackup> TakeAsync(BackupSite site, Notejam.Backup.Stores.IStore store) =>
        new TakeBackup(new BackupCatalog(store), site.Database, site.Clock, Notejam.Backup.Progress.None)
            .RunAsync(Cancel);

    /// <summary>Fails after waiting for longer than a busy machine needs.</summary>
    static Task ChangeAsync(BackupSite site, string sql)
    {
        const string Patient = "-c lock_timeout=20s";
        var connection = new NpgsqlConnectionStringBuilder(site.Connection) { Options = Patient }.ConnectionString;
        return Postgres.ExecuteAsync(connection, sql);
    }

    static Task UntilThereIsAsync(BackupSite site, string row) =>
        Until.TrueAsync(() => Postgres.ScalarAsync<bool>(site.Connection, $"SELECT EXISTS ({row})"), row);

    /// <summary>Only one is listed, it is whole, and it can be restored.</summary>
    async Task AssertGoodAsync(BackupSite site, StoredBackup taken)
    {
        Assert.Equal([taken.Name], await site.Catalog.NamesAsync(Cancel));
        await site.VerifyAsync(taken);
        await site.RestoreAsync(taken, await postgres.CreateEmptyDatabaseAsync());
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}

using Notejam.Backup.Backups;
using Notejam.ServiceDefaults;
using Notejam.Tests.Hosting;
using Npgsql;

namespace Notejam.Tests.Backups;

public sealed class RestoreTests(Postgres postgres)
{
    [Fact]
    public async Task The_application_runs_on_what_was_restored()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        Person person;
        await using (var app = NotejamApp.Start(site.Connection))
        {
            person = await app.PersonAsync();
            await person.NoteAsync("Kept", pad: await person.PadAsync("Pad"));
        }
        var restored = await postgres.CreateEmptyDatabaseAsync();
        await site.RestoreAsync(await site.TakeAsync(), restored);
        await using var again = NotejamApp.Start(restored);
        var same = person.Copy(again.Address);
        Assert.Equal(["Kept"], (await same.GetAsync("/")).Notes);
        await same.NoteAsync("New");
        Assert.Equal(["Kept", "New"], (await same.GetAsync("/?order=name")).Notes);
    }

    [Fact]
    public async Task Mails_that_waited_are_not_in_a_backup()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        await Postgres.ExecuteAsync(site.Connection, """
            INSERT INTO outbox (id, address, asked_at, due_at, tries)
            VALUES (gen_random_uuid(), 'MIRA@EXAMPLE.ORG', now(), now(), 0)
            """);
        var backup = await site.TakeAsync();
        await site.DrillAsync(backup);
        var restored = await postgres.CreateEmptyDatabaseAsync();
        await site.RestoreAsync(backup, restored);
        Assert.Equal(0, await Postgres.ScalarAsync<long>(restored, "SELECT count(*) FROM outbox"));
    }

    [Fact]
    public async Task A_database_with_a_table_is_refused_and_not_touched()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        var backup = await site.TakeAsync();
        var other = await postgres.CreateEmptyDatabaseAsync();
        await Postgres.ExecuteAsync(other, "CREATE SCHEMA mine; CREATE TABLE mine.only ()");
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => site.RestoreAsync(backup, other));
        Assert.Contains(
            "is not empty; a backup is only restored into an empty one. Name another in ConnectionStrings__notejam",
            refused.Message,
            StringComparison.Ordinal);
        var name = new NpgsqlConnectionStringBuilder(other).Database;
        Assert.EndsWith(
            $"; CREATE DATABASE \"{name}\" OWNER \"notejam\";", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Postgres.ScalarAsync<long>(
            other, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task A_database_without_notes_is_not_backed_up()
    {
        using var site = new BackupSite(await postgres.CreateEmptyDatabaseAsync());
        var refused = await Assert.ThrowsAsync<ConfigurationException>(site.TakeAsync);
        Assert.EndsWith(
            "holds no notes, so there is nothing to back up. "
            + "If they were lost, get them back: Notejam.Backup restore",
            refused.Message,
            StringComparison.Ordinal);
        Assert.Empty(await site.Catalog.NamesAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_scratch_database_that_a_killed_drill_left_goes_after_a_day_and_a_younger_one_stays()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        var backup = await site.TakeAsync();
        var (old, young) = (site.Clock.GetUtcNow().AddHours(-25), site.Clock.GetUtcNow().AddHours(-23));
        foreach (var at in new[] { old, young })
            await Postgres.ExecuteAsync(site.Connection, $"CREATE DATABASE {Scratch(at)}");
        await site.DrillAsync(backup);
        // Other tests have scratch databases on the same server.
        var left = await Postgres.ScalarAsync<string>(site.Connection, $"""
            SELECT string_agg(datname, ' ') FROM pg_database WHERE datname IN ('{Scratch(old)}', '{Scratch(young)}')
            """);
        Assert.Equal(Scratch(young), left);
        await Postgres.ExecuteAsync(site.Connection, $"DROP DATABASE {Scratch(young)}");

        static string Scratch(DateTimeOffset at) => $"notejam_scratch_{at:yyyyMMddHHmmssfff}_1";
    }

    [Fact]
    public async Task A_user_who_may_not_create_databases_is_told_what_to_do()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        var backup = await site.TakeAsync();
        var role = "notejam_dump_" + Environment.ProcessId;
        await Postgres.ExecuteAsync(site.Connection, $"CREATE ROLE {role} LOGIN PASSWORD 'least'");
        var least = new NpgsqlConnectionStringBuilder(site.Connection) { Username = role, Password = "least" };
        var database = new PostgresDatabase(least.ConnectionString);
        var drill = new Drill(site.Catalog, database, site.Clock, Notejam.Backup.Progress.None);
        var denied = await Assert.ThrowsAsync<ConfigurationException>(() =>
            drill.RunAsync(backup, TestContext.Current.CancellationToken));
        Assert.EndsWith(
            "Allow it (ALTER ROLE ... CREATEDB), or name another server in ConnectionStrings__scratch.",
            denied.Message,
            StringComparison.Ordinal);
        await Postgres.ExecuteAsync(site.Connection, $"DROP ROLE {role}");
    }
}

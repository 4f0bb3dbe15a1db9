using Microsoft.EntityFrameworkCore;
using Notejam.ServiceDefaults.PrivatePostgres;
using Notejam.Tests.Hosting;
using Npgsql;

namespace Notejam.Tests.Backups.Matrix;

/// <summary>Servers, databases and roles that are set up otherwise than ours, and hold more than Notejam.</summary>
public sealed class OddDatabaseTests(Postgres postgres)
{
    /// <summary>Limits shorter than a dump, and preferences in which names and values are written otherwise.</summary>
    static readonly string[] Preferences =
    [
        "statement_timeout = '60ms'", "lock_timeout = '10ms'",
        "idle_in_transaction_session_timeout = '60ms'", "idle_session_timeout = '60ms'",
        "default_transaction_read_only = on", "default_transaction_isolation = serializable",
        "search_path = nowhere", "quote_all_identifiers = on", "standard_conforming_strings = off",
        "client_encoding = 'LATIN1'", "bytea_output = 'escape'", "row_security = off",
        "datestyle = 'German'", "timezone = 'Asia/Kolkata'",
    ];

    [Fact]
    public async Task A_role_with_limits_and_preferences()
    {
        var (source, target) = (await postgres.CreateDatabaseAsync(), await postgres.CreateEmptyDatabaseAsync());
        var role = await OddRole.MakeAsync(source, target);
        foreach (var preference in Preferences)
        {
            await Postgres.ExecuteAsync(source, $"ALTER ROLE {role} SET {preference}");
        }
        using var verbs = new FiveVerbs(source, target) { Odd = plain => OddRole.As(plain, role) };
        await verbs.AssertRightAsync();
    }

    [Fact]
    public async Task A_database_with_limits_and_preferences()
    {
        var (source, target) = (await postgres.CreateDatabaseAsync(), await postgres.CreateEmptyDatabaseAsync());
        var role = await OddRole.MakeAsync(source, target);
        using var verbs = new FiveVerbs(source, target) { Odd = plain => OddRole.As(plain, role) };
        // For this role only: the test itself reads as the administrator.
        foreach (var preference in Preferences)
        {
            foreach (var database in new[] { OddRole.Name(source), OddRole.Name(target) })
                await Postgres.ExecuteAsync(source, $"ALTER ROLE {role} IN DATABASE {database} SET {preference}");
        }
        await verbs.AssertRightAsync();
    }

    /// <summary>Of a superuser; whoever backs up may read tables and make databases, and no more.</summary>
    [Fact]
    public async Task Objects_that_are_not_Notejams_stay_where_they_are()
    {
        var (source, target) = (await postgres.CreateDatabaseAsync(), await postgres.CreateEmptyDatabaseAsync());
        await Postgres.ExecuteAsync(source, """
            CREATE EXTENSION hstore; COMMENT ON EXTENSION hstore IS 'theirs';
            CREATE SCHEMA theirs;
            CREATE TABLE theirs.log (entry public.hstore); INSERT INTO theirs.log VALUES ('a => 1');
            CREATE TABLE theirs.mark (note uuid REFERENCES notes); CREATE VIEW theirs.seen AS SELECT name FROM notes;
            ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC;
            REVOKE ALL ON SCHEMA theirs FROM PUBLIC;
            CREATE PUBLICATION everything FOR ALL TABLES; CREATE PUBLICATION one FOR TABLE notes;
            CREATE PUBLICATION schemas FOR TABLES IN SCHEMA public;
            CREATE FUNCTION theirs.look() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE EVENT TRIGGER looks ON ddl_command_end EXECUTE FUNCTION theirs.look();
            SELECT lo_from_bytea(0, 'theirs');
            """);
        var role = await OddRole.MakeAsync(source, target);
        using var verbs = new FiveVerbs(source, target) { Odd = plain => OddRole.As(plain, role) };
        await verbs.AssertRightAsync();
        Assert.Equal(0, await Postgres.ScalarAsync<long>(target, """
            SELECT (SELECT count(*) FROM pg_largeobject_metadata) + (SELECT count(*) FROM pg_publication)
                + (SELECT count(*) FROM pg_event_trigger) + (SELECT count(*) FROM pg_extension WHERE extname = 'hstore')
                + (SELECT count(*) FROM pg_namespace WHERE nspname = 'theirs')
            """));
    }

    /// <summary>
    /// What a new database has without being asked, and Notejam in one of its own encoding where that can hold it.
    /// </summary>
    [Theory]
    [InlineData("SQL_ASCII", "UTF8", "日本 Größe")]
    [InlineData("LATIN1", "UTF8", "日本 Größe")]
    [InlineData("LATIN1", "LATIN1", "Größe ©")]
    public async Task A_server_whose_encoding_is_another(string server, string database, string name)
    {
        var folder = TempFolder.Create("encoding");
        await using (var odd = await PrivatePostgresServer.StartAsync(Path.Combine(folder, "postgres"), Cancel))
        {
            var admin = odd.ConnectionString("postgres");
            var source = odd.ConnectionString("source");
            var target = odd.ConnectionString("target");
            await HaveEncodingAsync(admin, server);
            await Postgres.ExecuteAsync(
                admin, $"CREATE DATABASE source TEMPLATE template0 ENCODING '{database}' LOCALE 'C'");
            await Postgres.ExecuteAsync(admin, "CREATE DATABASE target TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");
            await using (var db = Postgres.Context(source)) await db.Database.MigrateAsync(Cancel);
            using var verbs = new FiveVerbs(source, target) { Also = $"UPDATE pads SET name = '{name}'" };
            await verbs.AssertRightAsync();
            Assert.Equal(name, await Postgres.ScalarAsync<string>(target, "SELECT DISTINCT name FROM pads"));
            NpgsqlConnection.ClearAllPools();
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_database_that_cannot_hold_every_letter_is_not_restored_into()
    {
        var source = await postgres.CreateDatabaseAsync();
        var latin = new NpgsqlConnectionStringBuilder(source) { Database = OddRole.Name(source) + "_latin" }
            .ConnectionString;
        await Postgres.ExecuteAsync(
            source, $"CREATE DATABASE {OddRole.Name(latin)} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
        using var verbs = new FiveVerbs(source, latin);
        await verbs.FillAsync();
        await verbs.RunAsync(source, "backup");
        var (exit, _, errors) = await verbs.RunAsync(latin, "restore");
        Assert.Equal(1, exit);
        const string cannot = "has the encoding LATIN1, which cannot hold every note. Make it anew:";
        Assert.Contains(cannot, errors, StringComparison.Ordinal);
        Assert.Equal(0, await Postgres.ScalarAsync<long>(
            latin, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
        NpgsqlConnection.ClearAllPools();
        await Postgres.ExecuteAsync(source, $"DROP DATABASE {OddRole.Name(latin)}");
    }

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// A new database is a copy of a template, so a template of another encoding makes a server of another encoding.
    /// </summary>
    static async Task HaveEncodingAsync(string admin, string encoding)
    {
        foreach (var statement in new[]
        {
            $"CREATE DATABASE other TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'",
            "ALTER DATABASE template0 IS_TEMPLATE false",
            "DROP DATABASE template0",
            "ALTER DATABASE other RENAME TO template0",
            "ALTER DATABASE template0 IS_TEMPLATE true ALLOW_CONNECTIONS false",
        }) await Postgres.ExecuteAsync(admin, statement);
    }
}

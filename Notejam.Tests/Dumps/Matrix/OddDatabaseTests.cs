using Microsoft.EntityFrameworkCore;
using Notejam.ServiceDefaults.LocalPostgres;
using Notejam.Tests.Hosting;
using Npgsql;

namespace Notejam.Tests.Dumps.Matrix;

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
        var role = await RoleAsync(source, target);
        foreach (var preference in Preferences)
        {
            await Postgres.ExecuteAsync(source, $"ALTER ROLE {role} SET {preference}");
        }
        using var verbs = new FiveVerbs(source, target) { Odd = plain => As(plain, role) };
        await verbs.AssertRightAsync();
    }

    [Fact]
    public async Task A_database_with_limits_and_preferences()
    {
        var (source, target) = (await postgres.CreateDatabaseAsync(), await postgres.CreateEmptyDatabaseAsync());
        var role = await RoleAsync(source, target);
        using var verbs = new FiveVerbs(source, target) { Odd = plain => As(plain, role) };
        // For this role only: the test itself reads as the administrator.
        foreach (var preference in Preferences)
        {
            foreach (var database in new[] { Name(source), Name(target) })
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
            REVOKE ALL ON SCHEMA theirs FROM PUBLIC;
            CREATE PUBLICATION everything FOR ALL TABLES; CREATE PUBLICATION one FOR TABLE notes;
            CREATE FUNCTION theirs.look() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE EVENT TRIGGER looks ON ddl_command_end EXECUTE FUNCTION theirs.look();
            SELECT lo_from_bytea(0, 'theirs');
            """);
        var role = await RoleAsync(source, target);
        using var verbs = new FiveVerbs(source, target) { Odd = plain => As(plain, role) };
        await verbs.AssertRightAsync();
        Assert.Equal(0, await Postgres.ScalarAsync<long>(target, """
            SELECT (SELECT count(*) FROM pg_largeobject_metadata) + (SELECT count(*) FROM pg_publication)
                + (SELECT count(*) FROM pg_event_trigger) + (SELECT count(*) FROM pg_extension WHERE extname = 'hstore')
                + (SELECT count(*) FROM pg_namespace WHERE nspname = 'theirs')
            """));
    }

    /// <summary>An index and a column that a migration or an operator made with what PostgreSQL brings along.</summary>
    [Fact]
    public async Task Extensions_that_the_schema_needs_are_there_before_it()
    {
        var (source, target) = (await postgres.CreateDatabaseAsync(), await postgres.CreateEmptyDatabaseAsync());
        await Postgres.ExecuteAsync(source, """
            CREATE EXTENSION pg_trgm; CREATE INDEX ix_names ON notes USING gin (name gin_trgm_ops);
            CREATE SCHEMA "Odd ""name"; CREATE EXTENSION citext SCHEMA "Odd ""name";
            ALTER TABLE notes ADD COLUMN mood "Odd ""name".citext DEFAULT 'Glad';
            """);
        var role = await RoleAsync(source, target);
        using var verbs = new FiveVerbs(source, target) { Odd = plain => As(plain, role) };
        await verbs.AssertRightAsync();
        Assert.Equal(10, await Postgres.ScalarAsync<long>(
            target, "SELECT count(*) FROM notes WHERE mood::text = 'Glad'"));
    }

    /// <summary>Of citext the owner of a database may make its own; the other is a superuser's.</summary>
    [Fact]
    public async Task An_extension_that_cannot_be_had_is_named_and_nothing_is_restored()
    {
        var (source, target) = (await postgres.CreateDatabaseAsync(), await postgres.CreateEmptyDatabaseAsync());
        await Postgres.ExecuteAsync(source, """
            CREATE EXTENSION citext; CREATE EXTENSION pageinspect;
            CREATE VIEW page AS SELECT get_raw_page('notes', 0), 'a'::citext;
            """);
        var role = await RoleAsync(source, target);
        using var verbs = new FiveVerbs(source, target);
        await verbs.FillAsync();
        await verbs.RunAsync(source, "backup");
        var (exit, _, errors) = await verbs.RunAsync(As(target, role), "restore");
        Assert.Equal(1, exit);
        const string needs = "The backup needs the extension pageinspect, which cannot be had in";
        Assert.Contains(needs, errors, StringComparison.Ordinal);
        Assert.Equal(0, await Postgres.ScalarAsync<long>(
            target, "SELECT count(*) FROM pg_extension WHERE extname = 'citext'"));
    }

    /// <summary>A backup that cannot be restored is none.</summary>
    [Theory]
    [InlineData(
        "CREATE TRIGGER audit AFTER INSERT ON notes EXECUTE FUNCTION theirs.look()",
        "The trigger audit on public.notes needs the function theirs.look(), " +
        "and a backup holds the schema public only.")]
    [InlineData(
        "CREATE VIEW logged AS SELECT l.id FROM theirs.log l, notes",
        "The rule \"_RETURN\" on public.logged needs the table theirs.log,")]
    [InlineData(
        "ALTER TABLE pads ADD COLUMN colour theirs.colour",
        "The table public.pads needs the type theirs.colour,")]
    [InlineData(
        "ALTER TABLE pads ADD COLUMN number int DEFAULT theirs.next()",
        "needs the function theirs.next(),")]
    [InlineData(
        "CREATE INDEX ix_next ON pads (theirs.length(name))",
        "The index public.ix_next needs the function theirs.length(pg_catalog.text),")]
    [InlineData(
        "ALTER TABLE pads ADD COLUMN log int REFERENCES theirs.log",
        "needs the table theirs.log,")]
    [InlineData(
        "CREATE FOREIGN TABLE far (id int) SERVER theirs",
        "The foreign table public.far needs the server theirs,")]
    public async Task What_needs_another_schema_is_refused_by_name(string statement, string message)
    {
        var (source, target) = (await postgres.CreateDatabaseAsync(), await postgres.CreateEmptyDatabaseAsync());
        await Postgres.ExecuteAsync(source, $"""
            CREATE SCHEMA theirs;
            CREATE TABLE theirs.log (id int PRIMARY KEY); CREATE TYPE theirs.colour AS ENUM ('red');
            CREATE FUNCTION theirs.look() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE FUNCTION theirs.next() RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE FUNCTION theirs.length(text) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1';
            CREATE FOREIGN DATA WRAPPER theirs; CREATE SERVER theirs FOREIGN DATA WRAPPER theirs;
            {statement};
            """);
        await AssertNoBackupAsync(source, source, target, message);
    }

    /// <summary>By whoever may read Notejam's tables alone.</summary>
    [Theory]
    [InlineData("CREATE TABLE theirs (id int)", "may not read theirs. Allow it (GRANT SELECT ON theirs TO")]
    [InlineData("CREATE SEQUENCE theirs", "may not read theirs. Allow it (GRANT SELECT ON theirs TO")]
    [InlineData(
        "CREATE TABLE theirs (id int); ALTER TABLE theirs ENABLE ROW LEVEL SECURITY; GRANT SELECT ON theirs TO PUBLIC",
        "Row security hides rows of theirs from")]
    public async Task What_the_role_may_not_read_is_refused_by_name(string statement, string message)
    {
        var (source, target) = (await postgres.CreateDatabaseAsync(), await postgres.CreateEmptyDatabaseAsync());
        var role = $"{Name(source)}_reader";
        await Postgres.ExecuteAsync(source, $"""
            CREATE ROLE {role} LOGIN PASSWORD 'odd'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role};
            {statement};
            """);
        await AssertNoBackupAsync(source, As(source, role), target, message);
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
        await using (var odd = await LocalPostgresServer.StartAsync(Path.Combine(folder, "postgres"), Cancel))
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
        var latin = new NpgsqlConnectionStringBuilder(source) { Database = Name(source) + "_latin" }.ConnectionString;
        await Postgres.ExecuteAsync(
            source, $"CREATE DATABASE {Name(latin)} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
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
        await Postgres.ExecuteAsync(source, $"DROP DATABASE {Name(latin)}");
    }

    static async Task AssertNoBackupAsync(string source, string connection, string target, string message)
    {
        using var verbs = new FiveVerbs(source, target);
        var (exit, _, errors) = await verbs.RunAsync(connection, "backup");
        Assert.Equal(1, exit);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(verbs.Store));
    }

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static string Name(string connection) => new NpgsqlConnectionStringBuilder(connection).Database!;

    static string As(string connection, string role) =>
        new NpgsqlConnectionStringBuilder(connection) { Username = role, Password = "odd" }.ConnectionString;

    /// <summary>With the rights of the backup's role in eng/roles.sql, and the empty database as its own.</summary>
    static async Task<string> RoleAsync(string source, string target)
    {
        var role = $"{Name(source)}_backup";
        await Postgres.ExecuteAsync(
            source, $"CREATE ROLE {role} LOGIN CREATEDB PASSWORD 'odd' IN ROLE pg_read_all_data");
        await Postgres.ExecuteAsync(source, $"ALTER DATABASE {Name(target)} OWNER TO {role}");
        return role;
    }

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

using Notejam.Tests.Hosting;

namespace Notejam.Tests.Backups.Matrix;

/// <summary>What stands in Notejam's schema, and needs what does not.</summary>
public sealed class PortabilityTests(Postgres postgres)
{
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
        var role = await OddRole.MakeAsync(source, target);
        using var verbs = new FiveVerbs(source, target) { Odd = plain => OddRole.As(plain, role) };
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
        var role = await OddRole.MakeAsync(source, target);
        using var verbs = new FiveVerbs(source, target);
        await verbs.FillAsync();
        await verbs.RunAsync(source, "backup");
        var (exit, _, errors) = await verbs.RunAsync(OddRole.As(target, role), "restore");
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
        var role = $"{OddRole.Name(source)}_reader";
        await Postgres.ExecuteAsync(source, $"""
            CREATE ROLE {role} LOGIN PASSWORD 'odd'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role};
            {statement};
            """);
        await AssertNoBackupAsync(source, OddRole.As(source, role), target, message);
    }

    static async Task AssertNoBackupAsync(string source, string connection, string target, string message)
    {
        using var verbs = new FiveVerbs(source, target);
        var (exit, _, errors) = await verbs.RunAsync(connection, "backup");
        Assert.Equal(1, exit);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(verbs.Store));
    }
}

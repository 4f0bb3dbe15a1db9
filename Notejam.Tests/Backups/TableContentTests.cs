using Notejam.Backup.Backups;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Backups;

/// <summary>The content hash: what it notices, and what it does not mind.</summary>
public sealed class TableContentTests(Postgres postgres)
{
    [Theory]
    [InlineData("UPDATE notes SET text = text || ' ' WHERE name = 'note 7'",
        "notes has the same number of rows, but their content differs")]
    [InlineData(
        "UPDATE notes SET name = CASE name WHEN 'note 7' THEN 'note 8' ELSE 'note 7' END " +
        "WHERE name IN ('note 7', 'note 8')",
        "notes has the same number of rows, but their content differs")]
    [InlineData("UPDATE notes SET pad_id = NULL WHERE name = 'note 7'",
        "notes has the same number of rows, but their content differs")]
    [InlineData("DELETE FROM notes WHERE name = 'note 7'", "notes has 99 rows instead of 100")]
    [InlineData(
        "UPDATE users SET created_at = created_at + interval '1 microsecond' WHERE email = 'person1@example.org'",
        "users has the same number of rows, but their content differs")]
    [InlineData("ALTER TABLE pads RENAME COLUMN name TO title",
        "pads has the same number of rows, but their content differs")]
    [InlineData("DROP TABLE user_tokens", "user_tokens is missing")]
    [InlineData("CREATE TABLE other ()", "other is not in the backup")]
    public async Task Notices(string change, string difference)
    {
        var connection = await FilledAsync();
        var before = await ContentAsync(connection);
        await Postgres.ExecuteAsync(connection, change);
        Assert.Contains(difference, TableContent.Differences(before, await ContentAsync(connection)));
    }

    [Theory]
    [InlineData(
        "CREATE TABLE copy AS SELECT * FROM notes; DELETE FROM notes; " +
        "INSERT INTO notes SELECT * FROM copy ORDER BY random(); DROP TABLE copy")]
    [InlineData("CLUSTER notes USING pk_notes")]
    [InlineData("ALTER TABLE notes ADD COLUMN long int; ALTER TABLE notes DROP COLUMN long")]
    [InlineData("ALTER TABLE notes ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', text)) STORED")]
    [InlineData(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), 'Asia/Kolkata'); " +
        "EXECUTE format('ALTER DATABASE %I SET datestyle = %L', current_database(), 'German'); END $$")]
    public async Task Does_not_mind(string change)
    {
        var connection = await FilledAsync();
        var before = await ContentAsync(connection);
        await Postgres.ExecuteAsync(connection, change);
        Assert.Empty(TableContent.Differences(before, await ContentAsync(connection)));
    }

    [Fact]
    public async Task Is_of_the_instant_of_the_dump_whatever_is_written_meanwhile()
    {
        using var site = new BackupSite(await FilledAsync());
        using var stop = new CancellationTokenSource();
        var writing = WriteAsync(site.Connection, stop.Token);
        for (var i = 0; i < 3; i++) await site.DrillAsync(await site.TakeAsync());
        await stop.CancelAsync();
        Assert.True(await writing > 20, "hardly anything was written");
    }

    static async Task<int> WriteAsync(string connection, CancellationToken stop)
    {
        var written = 0;
        for (; !stop.IsCancellationRequested; written++)
        {
            await Postgres.ExecuteAsync(connection, $"UPDATE notes SET text = 'version {written}'");
        }
        return written;
    }

    async Task<string> FilledAsync()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await BackupSite.FillAsync(connection, people: 10, notes: 100);
        return connection;
    }

    static async Task<IReadOnlyList<TableContent>> ContentAsync(string connection)
    {
        var database = new PostgresDatabase(connection);
        await using var read = await ReadTransaction.BeginAsync(database, TestContext.Current.CancellationToken);
        return await read.ContentAsync(TestContext.Current.CancellationToken);
    }
}

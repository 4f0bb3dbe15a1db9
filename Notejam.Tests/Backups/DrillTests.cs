using Notejam.Backup.Backups;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Backups;

/// <summary>100,000 notes of 1,000 people, backed up once for the class.</summary>
public sealed class ManyNotes(Postgres postgres) : IAsyncLifetime
{
    internal BackupSite Site { get; private set; } = null!;
    internal StoredBackup Backup { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = new BackupSite(await postgres.CreateDatabaseAsync());
        await BackupSite.FillAsync(Site.Connection, people: 1000, notes: 100_000);
        Backup = await Site.TakeAsync();
    }

    public ValueTask DisposeAsync()
    {
        Site.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>What was backed up comes back, and whatever did not is caught.</summary>
public sealed class DrillTests(ManyNotes many, Postgres postgres, ITestOutputHelper output) : IClassFixture<ManyNotes>
{
    BackupSite Site => many.Site;

    [Fact]
    public async Task Of_100_000_notes_of_1_000_people_every_table_comes_back_with_the_same_rows()
    {
        Assert.Contains(many.Backup.Manifest.Tables, t => (t.Name, t.Rows) == ("notes", 100_000));
        Assert.Contains(many.Backup.Manifest.Tables, t => (t.Name, t.Rows) == ("users", 1000));
        var report = await Site.DrillAsync(many.Backup);
        output.WriteLine($"RTO {report.Rto.TotalSeconds:0.0} s, {many.Backup.Manifest.Size} bytes");
        Assert.Equal(0, await ScratchDatabasesAsync(many.Backup));
    }

    [Fact]
    public async Task One_changed_letter_in_100_000_notes_is_caught()
    {
        await Postgres.ExecuteAsync(Site.Connection, """
            UPDATE notes SET text = overlay(text PLACING 'X' FROM 20) WHERE id = (SELECT max(id::text)::uuid FROM notes)
            """);
        var changed = await Site.TakeAsync();
        var before = changed with { Manifest = changed.Manifest with { Tables = many.Backup.Manifest.Tables } };
        var bad = await Assert.ThrowsAsync<BadBackupException>(() => Site.DrillAsync(before));
        const string differs = "notes has the same number of rows, but their content differs.";
        Assert.EndsWith(differs, bad.Message, StringComparison.Ordinal);
        Assert.Equal(0, await ScratchDatabasesAsync(changed));
    }

    [Fact]
    public async Task A_truncated_dump_is_caught_and_leaves_the_database_empty()
    {
        var truncated = Site.Copy(many.Backup);
        using (var dump = new FileStream(Site.DumpOf(truncated), FileMode.Open)) dump.SetLength(dump.Length - 1);
        var size = many.Backup.Manifest.Size;
        await AssertBadAsync(truncated, $"has {size - 1} bytes instead of {size}");
    }

    /// <summary>
    /// In the magic number, in the name of the database (which pg_restore does not mind), in the data, at the very end.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(5_000_000)]
    [InlineData(-1)]
    public async Task A_flipped_bit_is_caught_and_leaves_the_database_empty(long position)
    {
        var flipped = Site.Copy(many.Backup);
        Site.FlipByte(flipped, position);
        await AssertBadAsync(flipped, "has the right size but other bytes");
    }

    /// <summary>By verify, by a drill and by a restore.</summary>
    async Task AssertBadAsync(StoredBackup backup, string message)
    {
        var empty = await postgres.CreateEmptyDatabaseAsync();
        Func<Task>[] reads =
        [
            () => Site.VerifyAsync(backup),
            () => Site.DrillAsync(backup),
            () => Site.RestoreAsync(backup, empty),
        ];
        foreach (var read in reads)
        {
            var bad = await Assert.ThrowsAsync<BadBackupException>(read);
            Assert.Contains(message, bad.Message, StringComparison.Ordinal);
        }
        Assert.Equal(0, await Postgres.ScalarAsync<long>(
            empty, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
        Assert.Equal(0, await ScratchDatabasesAsync(backup));
    }

    Task<long> ScratchDatabasesAsync(StoredBackup backup) =>
        Postgres.ScalarAsync<long>(Site.Connection, $"""
            SELECT count(*) FROM pg_database
            WHERE datname LIKE 'notejam_scratch_%_of_{backup.Manifest.TakenAt:yyyyMMddHHmmssfff}'
            """);
}

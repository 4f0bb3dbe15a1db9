using Notejam.Backup;
using Notejam.Backup.Backups;
using Notejam.Backup.Stores;

namespace Notejam.Tests.Hosting;

/// <summary>A database and a folder with its backups.</summary>
sealed class BackupSite(string connection) : IDisposable
{
    public string Connection => connection;
    public string Folder { get; } = Path.Combine(TempFolder.Create("backups"), "store");
    public PostgresDatabase Database { get; } = new(connection);
    public TestClock Clock { get; } = new();
    public BackupCatalog Catalog => new(Store);
    public FolderStore Store => new(Folder);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<StoredBackup> TakeAsync() => new TakeBackup(Catalog, Database, Clock, Progress.None).RunAsync(Cancel);

    public Task VerifyAsync(StoredBackup backup) => new VerifyBackup(Catalog, Progress.None).RunAsync(backup, Cancel);

    public Task RestoreAsync(StoredBackup backup, string target) =>
        new RestoreBackup(Catalog, Progress.None).RunAsync(backup, new PostgresDatabase(target), Cancel);

    public Task<DrillReport> DrillAsync(StoredBackup backup) =>
        new Drill(Catalog, Database, Clock, Progress.None).RunAsync(backup, Cancel);

    public Task<IReadOnlyList<string>> PruneAsync() =>
        new PruneBackups(Catalog, Store, TimeSpan.FromDays(1096), Clock, Progress.None).RunAsync(Cancel);

    public async Task<int> RestoreUserAsync(StoredBackup backup, string email, string output) =>
        await new RestoreUser(Catalog, Database, Clock, Progress.None).RunAsync(backup, email, output, Cancel);

    /// <summary>Another backup with the same content, to be damaged.</summary>
    public StoredBackup Copy(StoredBackup backup)
    {
        var before = backup.Manifest.TakenAt.AddMinutes(-1 - Directory.GetDirectories(Folder).Length);
        var copy = backup with { Name = BackupName.Of(before) };
        Directory.CreateDirectory(Path.Combine(Folder, copy.Name));
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, backup.Name)))
        {
            File.Copy(file, Path.Combine(Folder, copy.Name, Path.GetFileName(file)));
        }
        return copy;
    }

    public string DumpOf(StoredBackup backup) => Path.Combine(Folder, backup.Name, "dump");

    /// <summary>Changes one byte, counted from the beginning or, if negative, from the end.</summary>
    public void FlipByte(StoredBackup backup, long position)
    {
        using var dump = new FileStream(DumpOf(backup), FileMode.Open);
        dump.Position = position < 0 ? dump.Length + position : position;
        var value = dump.ReadByte();
        dump.Position--;
        dump.WriteByte((byte)(value ^ 1));
    }

    /// <summary>People with a pad each, and so many notes in all.</summary>
    public static async Task FillAsync(string connection, int people, int notes)
    {
        const string Random = "SELECT string_agg(md5(u.email || i || ' ' || j), ' ') FROM generate_series(1, 12) AS j";
        await Seed.UsersAsync(connection, people);
        await Seed.PadsAsync(connection, 1);
        await Seed.NotesAsync(
            connection, notes / people,
            name: $"'note ' || (i - 1) * {people} + substring(u.email FROM '[0-9]+')::int",
            pad: "CASE WHEN i % 3 > 0 THEN (SELECT id FROM pads WHERE owner_id = u.id) END",
            text: $"'of ' || u.email || ({Random})",
            updatedAt: "now() - i * interval '1 second'");
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
}

using Notejam.Backup;
using Notejam.Backup.Dumps;
using Notejam.Backup.Stores;

namespace Notejam.Tests.Hosting;

/// <summary>A database and a folder with its backups.</summary>
sealed class BackupSite(string connection) : IDisposable
{
    public string Connection => connection;
    public string Folder { get; } = Path.Combine(TempFolder.Create("backups"), "store");
    public PostgresDatabase Database { get; } = new(connection);
    public TestClock Clock { get; } = new();
    public Backups Backups => new(Store);
    public FolderStore Store => new(Folder);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<StoredBackup> TakeAsync() => new TakeBackup(Backups, Database, Clock, Progress.None).RunAsync(Cancel);

    public Task VerifyAsync(StoredBackup backup) => new VerifyBackup(Backups, Progress.None).RunAsync(backup, Cancel);

    public Task RestoreAsync(StoredBackup backup, string target) =>
        new RestoreBackup(Backups, Progress.None).RunAsync(backup, new PostgresDatabase(target), Cancel);

    public Task<DrillReport> DrillAsync(StoredBackup backup) =>
        new Drill(Backups, Database, Clock, Progress.None).RunAsync(backup, Cancel);

    public Task<IReadOnlyList<string>> PruneAsync() =>
        new PruneBackups(Backups, Store, TimeSpan.FromDays(1096), Clock, Progress.None).RunAsync(Cancel);

    public async Task<int> RestoreUserAsync(StoredBackup backup, string email, string output) =>
        await new RestoreUser(Backups, Database, Clock, Progress.None).RunAsync(backup, email, output, Cancel);

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

    /// <summary>People with pads and notes; who writes what is always the same.</summary>
    public static Task FillAsync(string connection, int people, int notes) => Postgres.ExecuteAsync(connection, $"""
        INSERT INTO users (id, created_at, user_name, normalized_user_name, email, normalized_email,
            email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
        SELECT gen_random_uuid(), now(), e, upper(e), e, upper(e), false, false, false, true, 0
        FROM (SELECT 'person' || i || '@example.org' AS e FROM generate_series(1, {people}) AS i) AS n;
        INSERT INTO pads (id, owner_id, name, created_at)
        SELECT gen_random_uuid(), id, 'pad of ' || email, now() FROM users;
        INSERT INTO notes (id, owner_id, pad_id, name, text, excerpt, created_at, updated_at)
        SELECT gen_random_uuid(), u.id, CASE WHEN i % 3 > 0 THEN p.id END, 'note ' || i,
            'of ' || u.email || (SELECT string_agg(md5(i || ' ' || j), ' ') FROM generate_series(1, 12) AS j),
            'of', now(), now() - i * interval '1 second'
        FROM generate_series(1, {notes}) AS i
        JOIN (SELECT id, email, row_number() OVER (ORDER BY id) - 1 AS n FROM users) AS u ON u.n = i % {people}
        JOIN pads p ON p.owner_id = u.id;
        """);

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
}

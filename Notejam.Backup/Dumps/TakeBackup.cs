using System.Reflection;
using Notejam.ServiceDefaults;

namespace Notejam.Backup.Dumps;

/// <summary>Dumps the database into the store, with the content of every table at the same instant.</summary>
sealed class TakeBackup(Backups backups, PostgresDatabase database, TimeProvider time, Progress progress)
{
    public Task<StoredBackup> RunAsync(CancellationToken cancel) => database.ReportAsync(() => TakeAsync(cancel));

    async Task<StoredBackup> TakeAsync(CancellationToken cancel)
    {
        var pgDump = PostgresProgram.Find("pg_dump", await database.MajorAsync(cancel));
        await using var snapshot = await DataSnapshot.OfAsync(database, cancel);
        var (takenAt, id) = (time.GetUtcNow(), await snapshot.ExportAsync(cancel));
        var schema = await snapshot.SchemaAsync(cancel)
            ?? throw new ConfigurationException($"The database {database.Name} at {database.Server} holds no notes, so there is nothing to back up. If they were lost, get them back: Notejam.Backup restore");
        var tables = await snapshot.ContentAsync(cancel);

        var name = BackupName.Of(takenAt);
        using var digest = new Digest();
        // A lock that is waited for means a migration: better to fail and try again than to stand in its way.
        await using var run = pgDump.Start(database,
        [
            "--format=custom", $"--snapshot={id}", "--no-password", "--encoding=UTF8", .. NotejamsOwn.OnlyThese,
            $"--exclude-table-data={DataSnapshot.Outbox}", "--lock-wait-timeout=60s",
        ], cancel);
        using (var transfer = progress.Begin("Backing up", await ExpectedSizeAsync(cancel)))
            await backups.WriteDumpAsync(name, run.OutputAsync(cancel), chunk => { digest.Add(chunk); transfer.Add(chunk); }, cancel);

        var versions = new Versions(snapshot.ServerVersion, pgDump.Version, Version);
        var backup = new StoredBackup(name, new Manifest(Manifest.CurrentFormat, takenAt, digest.Size, digest.Sha256(), schema, versions, tables));
        await backups.WriteManifestAsync(backup, cancel);
        return backup;
    }

    static string Version => typeof(TakeBackup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The next dump will be about as large as the last.</summary>
    async Task<long?> ExpectedSizeAsync(CancellationToken cancel)
    {
        try
        {
            return (await new ChooseBackup(backups, time, Progress.None).NewestAsync(cancel))?.Manifest.Size;
        }
        catch (BadBackupException)
        {
            return null;
        }
    }
}

using Notejam.ServiceDefaults;
using Npgsql;

namespace Notejam.Backup.Backups;

/// <summary>Dumps the database into the store, with the content of every table at the same instant.</summary>
sealed class TakeBackup(BackupCatalog catalog, PostgresDatabase database, TimeProvider time, Progress progress)
{
    const int Tries = 6;

    /// <exception cref="TimeoutException">Whenever it was tried, somebody else needed the tables.</exception>
    public async Task<StoredBackup> RunAsync(CancellationToken cancel)
    {
        for (var tried = 1; ; tried++)
        {
            if (await TryAsync(cancel) is { } backup) return backup;
            if (tried == Tries)
                throw new TimeoutException(
                    $"The backup of {database.Name} at {database.Server} gave way {Tries} times " +
                    "to somebody who needs its tables, probably a migration. Back up again when that is over.");
            // One second, two, four, ...: a migration is often over soon.
            await Task.Delay(TimeSpan.FromSeconds(1 << (tried - 1)), time, cancel);
        }
    }

    /// <summary>Null if somebody else needed the tables.</summary>
    async Task<StoredBackup?> TryAsync(CancellationToken cancel)
    {
        await using var watch = await LockWatch.BeginAsync(database, cancel);
        try
        {
            var backup = await database.ReportAsync(() => DumpAsync(watch.Token));
            await catalog.WriteManifestAsync(backup, cancel);
            return backup;
        }
        catch (Exception others) when (MetALock(others))
        {
            return null;
        }
        catch when (watch.Token.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    static bool MetALock(Exception others) => others.GetBaseException() is PostgresException
    {
        SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected,
    };

    async Task<StoredBackup> DumpAsync(CancellationToken cancel)
    {
        var pgDump = PostgresProgram.Find("pg_dump", await database.MajorAsync(cancel));
        var extensions = await Portability.CheckAsync(database, cancel);
        await using var read = await ReadTransaction.BeginAsync(database, cancel);
        var (takenAt, id) = (time.GetUtcNow(), await read.ExportSnapshotAsync(cancel));
        var schema = await read.SchemaAsync(cancel)
            ?? throw new ConfigurationException(
                $"The database {database.Name} at {database.Server} holds no notes, so there is nothing to back up. " +
                "If they were lost, get them back: Notejam.Backup restore");
        var tables = await read.ContentAsync(cancel);

        var name = BackupName.Of(takenAt);
        using var digest = new Digest();
        await using var run = pgDump.Start(database,
        [
            "--format=custom", $"--snapshot={id}", "--no-password", "--encoding=UTF8", .. NotejamSchema.DumpOptions,
            $"--exclude-table-data={ReadTransaction.Outbox}", $"--exclude-table-data={ReadTransaction.KeptForms}",
            $"--lock-wait-timeout={ReadTransaction.LockSeconds}s",
        ], cancel);
        using (var transfer = progress.Begin("Backing up", await ExpectedSizeAsync(cancel)))
        {
            await catalog.WriteDumpAsync(name, run.OutputAsync(cancel), Look, cancel);

            void Look(ReadOnlyMemory<byte> chunk)
            {
                digest.Add(chunk);
                transfer.Add(chunk);
            }
        }

        var versions = new Versions(read.ServerVersion, pgDump.Version, ServiceVersion.Of("Notejam.Backup"));
        var manifest = new Manifest(
            Manifest.CurrentFormat, takenAt, digest.Size, digest.Sha256(), schema, versions, tables,
            extensions.Count > 0 ? extensions : null);
        return new StoredBackup(name, manifest);
    }

    /// <summary>The next dump will be about as large as the last.</summary>
    async Task<long?> ExpectedSizeAsync(CancellationToken cancel)
    {
        try
        {
            return (await new ChooseBackup(catalog, time, Progress.None).NewestAsync(cancel))?.Manifest.Size;
        }
        catch (BadBackupException)
        {
            return null;
        }
    }
}

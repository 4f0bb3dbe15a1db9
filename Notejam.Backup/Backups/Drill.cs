namespace Notejam.Backup.Backups;

/// <summary>Proves that a backup can be restored, by doing it.</summary>
sealed class Drill(BackupCatalog catalog, PostgresDatabase scratchServer, TimeProvider time, Progress progress)
{
    /// <exception cref="BadBackupException">It cannot be restored, or a table differs.</exception>
    public async Task<DrillReport> RunAsync(StoredBackup backup, CancellationToken cancel)
    {
        await using var scratch = await ScratchDatabase.CreateAsync(scratchServer, backup, time, progress, cancel);
        var start = time.GetTimestamp();
        await new RestoreBackup(catalog, progress).RunAsync(backup, scratch.Database, cancel);
        return new DrillReport(backup, time.GetElapsedTime(start), time.GetUtcNow() - backup.Manifest.TakenAt);
    }
}

/// <param name="Backup">What was restored.</param>
/// <param name="Rto">How long it took from an empty database to compared tables (recovery time objective).</param>
/// <param name="Age">How much would be lost if it were needed now (recovery point).</param>
sealed record DrillReport(StoredBackup Backup, TimeSpan Rto, TimeSpan Age);

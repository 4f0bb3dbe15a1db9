using Notejam.Backup.Stores;

namespace Notejam.Backup.Dumps;

/// <summary>Removes from a folder what is too old, and what interrupted backups left. Never the newest good backup, however old.</summary>
sealed class PruneBackups(Backups backups, FolderStore folder, TimeSpan retention, TimeProvider time)
{
    /// <summary>Nobody is still writing a backup that has not changed for so long.</summary>
    static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>What is further in the future was made by a clock that was wrong.</summary>
    public static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    /// <summary>The names of what was removed.</summary>
    /// <exception cref="BadBackupException">There are backups, but no good one: then nothing is removed.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancel)
    {
        var (now, names) = (time.GetUtcNow(), await backups.NamesAsync(cancel));
        var expired = names.Where(n => BackupName.Time(n) < now - retention).ToHashSet();
        if (expired.Count > 0) expired.Remove(await NewestGoodAsync(names.Where(n => BackupName.Time(n) <= now + ClockDifference), cancel));
        var remains = folder.Folders().Where(f => BackupName.Time(f.Name) is not null && !names.Contains(f.Name) && f.Changed < now - Abandoned).Select(f => f.Name);
        List<string> removed = [.. expired, .. remains];
        foreach (var name in removed) folder.Delete(name, first: Backups.ManifestFile);
        return removed;
    }

    async Task<string> NewestGoodAsync(IEnumerable<string> names, CancellationToken cancel)
    {
        foreach (var name in names)
        {
            try
            {
                await new VerifyBackup(backups, Progress.None).RunAsync(await backups.ReadAsync(name, cancel), cancel);
                return name;
            }
            catch (BadBackupException)
            {
                // The next older one may be good.
            }
        }
        throw new BadBackupException($"No backup in {folder.Name} is good, so none is removed. Make one: Notejam.Backup backup");
    }
}

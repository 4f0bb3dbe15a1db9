using Notejam.Backup.Stores;

namespace Notejam.Backup.Backups;

/// <summary>
/// Removes from a folder what is too old, and what interrupted backups left. Never the newest good backup, however old.
/// </summary>
sealed class PruneBackups(
    BackupCatalog catalog, FolderStore folder, TimeSpan retention, TimeProvider time, Progress progress)
{
    /// <summary>Nobody is still writing a backup that has not changed for so long.</summary>
    static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    readonly ChooseBackup choose = new(catalog, time, progress);

    /// <summary>The names of what was removed.</summary>
    /// <exception cref="BadBackupException">There are backups, but no good one: then nothing is removed.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancel)
    {
        var (now, names) = (time.GetUtcNow(), await catalog.NamesAsync(cancel));
        var expired = names.Where(n => BackupName.Time(n) < now - retention).ToHashSet();
        expired.ExceptWith(await RenamedAsync(expired, cancel));
        if (expired.Count > 0) expired.Remove(await NewestGoodAsync(names, cancel));
        var remains = folder.Folders()
            .Where(f => BackupName.Time(f.Name) is not null && !names.Contains(f.Name) && f.Changed < now - Abandoned)
            .Select(f => f.Name);
        List<string> removed = [.. expired, .. remains];
        foreach (var name in removed) folder.Delete(name, first: BackupCatalog.ManifestFile);
        return removed;
    }

    /// <summary>What is named older than it is stays: how old it is, is not sure.</summary>
    async Task<List<string>> RenamedAsync(IEnumerable<string> names, CancellationToken cancel)
    {
        var renamed = new List<string>();
        foreach (var name in names)
        {
            try
            {
                if (choose.Doubt(await catalog.ReadAsync(name, cancel)) is not { } doubt) continue;
                progress.Warn($"{doubt} It is not removed; if it may go, remove it by hand.");
                renamed.Add(name);
            }
            catch (BadBackupException)
            {
                // What cannot be read says nothing against its name.
            }
        }
        return renamed;
    }

    async Task<string> NewestGoodAsync(IReadOnlyList<string> names, CancellationToken cancel)
    {
        foreach (var name in choose.Possible(names))
        {
            try
            {
                var backup = await catalog.ReadAsync(name, cancel);
                if (choose.Doubt(backup) is not null) continue;
                await new VerifyBackup(catalog, Progress.None).RunAsync(backup, cancel);
                return name;
            }
            catch (BadBackupException)
            {
                // The next older one may be good.
            }
        }
        throw new BadBackupException(
            $"No backup in {folder.Name} is good, so none is removed. Make one: Notejam.Backup backup");
    }
}

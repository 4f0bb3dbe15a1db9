using Notejam.ServiceDefaults;

namespace Notejam.Backup.Backups;

/// <summary>
/// Which backup a command takes. Names are instants, and the newest is the last of them that can be true: one of the
/// future was made by a clock that was wrong, and one that holds another instant than it is named by was renamed. Both
/// can be named on purpose.
/// </summary>
sealed class ChooseBackup(BackupCatalog catalog, TimeProvider time, Progress progress)
{
    /// <summary>Clocks of two machines may differ by so much.</summary>
    static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    string Place => catalog.Store.Name;

    /// <summary>A backup by its name, or the newest.</summary>
    public async Task<StoredBackup> FindAsync(string? name, CancellationToken cancel)
    {
        var names = await catalog.NamesAsync(cancel);
        if (name is not null && !names.Contains(name))
            throw new ConfigurationException(
                $"There is no backup {name} in {Place}. Notejam.Backup list shows which there are.");
        if (name is not null) return await NamedAsync(name, cancel);
        if (names.Count == 0)
            throw new BadBackupException($"There is no backup in {Place}. Make one: Notejam.Backup backup");
        return await NewestAsync(names, cancel) ?? throw new BadBackupException(
            $"Every backup in {Place} was passed over. " +
            "Name the one that you mean with --backup, or make one: Notejam.Backup backup");
    }

    /// <summary>Null if there is none, or none that is taken without being named.</summary>
    public async Task<StoredBackup?> NewestAsync(CancellationToken cancel) =>
        await NewestAsync(await catalog.NamesAsync(cancel), cancel);

    async Task<StoredBackup?> NewestAsync(IReadOnlyList<string> names, CancellationToken cancel)
    {
        foreach (var name in Possible(names))
        {
            var backup = await catalog.ReadAsync(name, cancel);
            if (Doubt(backup) is not { } doubt) return backup;
            progress.Warn($"{doubt} It is passed over; to take it all the same: --backup {name}");
        }
        return null;
    }

    /// <summary>Those of these names that are not of the future, in their order.</summary>
    public IReadOnlyList<string> Possible(IReadOnlyList<string> names)
    {
        foreach (var name in names.Where(IsOfTheFuture))
        {
            progress.Warn($"{name} is of the future by the clock of this machine, and is passed over. " +
                $"Right the clock that is wrong; to take it all the same: --backup {name}");
        }
        return [.. names.Where(n => !IsOfTheFuture(n))];
    }

    /// <summary>What a person should know about a backup before it is taken; null if there is nothing.</summary>
    public string? Doubt(StoredBackup backup)
    {
        var (name, taken) = (backup.Name, backup.Manifest.TakenAt);
        if (BackupName.Of(taken) != name) return $"{name} says that it was taken at {taken:u}, so it was renamed.";
        return IsOfTheFuture(name) ? $"{name} is of the future by the clock of this machine." : null;
    }

    bool IsOfTheFuture(string name) => BackupName.Time(name) > time.GetUtcNow() + ClockDifference;

    async Task<StoredBackup> NamedAsync(string name, CancellationToken cancel)
    {
        var backup = await catalog.ReadAsync(name, cancel);
        if (Doubt(backup) is { } doubt) progress.Warn(doubt);
        return backup;
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Notejam.Backup.Backups;
using Notejam.Backup.Commands;
using Notejam.Backup.Stores;

namespace Notejam.Backup.Worker;

/// <summary>Makes a backup each day, proves that it is good, and never gives up.</summary>
sealed class BackupWorker(
    BackupResources resources, BackupMetrics metrics, TimeProvider time, ILogger<BackupWorker> log)
    : BackgroundService
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);
    static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    readonly Progress warnings = Progress.OfWarnings(line => log.LogWarning("{Warning}", line));

    /// <summary>
    /// Stored, and not yet read or restored: what fails there is tried again with it, and not with a new dump each
    /// time.
    /// </summary>
    StoredBackup? unproved;

    /// <summary>What is being done, for the log.</summary>
    string step = "";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (resources.Warning is { } warning) log.LogWarning("{Warning}", warning);
        DateTimeOffset? newest = null;
        await TryAsync(async () => newest = await FindGoodAsync(stoppingToken), stoppingToken);
        if (newest is not null)
            log.LogInformation("The newest backup, of {TakenAt:u}, is good", newest);
        var due = Schedule.Next(resources.Settings.Schedule, newest);
        for (var failures = 0; ;)
        {
            await WaitAsync(due, stoppingToken);
            var succeeded = await TryAsync(async () => newest = await RunAsync(stoppingToken), stoppingToken);
            failures = succeeded ? 0 : failures + 1;
            due = succeeded
                ? Schedule.Next(resources.Settings.Schedule, newest)
                : time.GetUtcNow() + Schedule.Pause(failures);
            metrics.Ran(succeeded);
        }
    }

    /// <summary>Whether the newest backup of an earlier run is good is not known until it is read.</summary>
    async Task<DateTimeOffset?> FindGoodAsync(CancellationToken cancel)
    {
        step = "Looking at the newest backup";
        // One of the future does not count: waiting for its next day would mean no backups until then.
        var choose = new ChooseBackup(resources.Catalog, time, warnings);
        if (await choose.NewestAsync(cancel) is not { } backup) return null;
        await new VerifyBackup(resources.Catalog, Progress.None).RunAsync(backup, cancel);
        metrics.Verified(backup);
        return backup.Manifest.TakenAt;
    }

    /// <summary>Returns the instant of a backup that is proved good.</summary>
    async Task<DateTimeOffset> RunAsync(CancellationToken cancel)
    {
        var isFresh = unproved?.Manifest.TakenAt > time.GetUtcNow() - Day;
        var backup = isFresh ? unproved! : await TakeAsync(cancel);
        unproved = backup;
        await VerifyAsync(backup, cancel);
        if (resources.Settings.Drill) await DrillAsync(backup, cancel);
        metrics.Verified(backup);
        unproved = null;
        if (resources.Catalog.Folder is { } folder) await PruneAsync(folder, cancel);
        return backup.Manifest.TakenAt;
    }

    async Task<StoredBackup> TakeAsync(CancellationToken cancel)
    {
        step = "The backup";
        log.LogInformation("Backing up to {Store}", resources.Catalog.Store.Name);
        var start = time.GetTimestamp();
        var take = new TakeBackup(resources.Catalog, await resources.DatabaseAsync(), time, warnings);
        var backup = await take.RunAsync(cancel);
        metrics.TookBackup(time.GetElapsedTime(start));
        return backup;
    }

    async Task VerifyAsync(StoredBackup backup, CancellationToken cancel)
    {
        step = "The verification";
        try
        {
            await new VerifyBackup(resources.Catalog, Progress.None).RunAsync(backup, cancel);
        }
        catch (BadBackupException)
        {
            // Only another dump can be better.
            unproved = null;
            throw;
        }
        log.LogInformation("{Backup} is verified: {Bytes} bytes", backup.Name, backup.Manifest.Size);
    }

    async Task DrillAsync(StoredBackup backup, CancellationToken cancel)
    {
        step = "The drill";
        var drill = new Drill(resources.Catalog, await resources.ScratchServerAsync(), time, warnings);
        var report = await drill.RunAsync(backup, cancel);
        metrics.Restored(report);
        log.LogInformation(
            "{Backup} was restored to a scratch database in {Seconds:0.0} s, every table equal",
            backup.Name, report.Rto.TotalSeconds);
    }

    async Task PruneAsync(FolderStore folder, CancellationToken cancel)
    {
        step = "Pruning";
        var prune = new PruneBackups(resources.Catalog, folder, resources.Retention, time, warnings);
        foreach (var removed in await prune.RunAsync(cancel)) log.LogInformation("{Backup} is removed", removed);
    }

    /// <summary>
    /// In steps, because a clock may be corrected while it runs; what is due in more than a day is due by a clock that
    /// was wrong.
    /// </summary>
    async Task WaitAsync(DateTimeOffset due, CancellationToken cancel)
    {
        if (due > time.GetUtcNow()) log.LogInformation("The next backup is due at {Due:u}", due);
        while (due - time.GetUtcNow() is { Ticks: > 0 } left && left <= Day)
            await Task.Delay(left < LongestWait ? left : LongestWait, time, cancel);
    }

    /// <summary>Whatever fails is told, and tried again later: the worker goes on.</summary>
    async Task<bool> TryAsync(Func<Task> run, CancellationToken cancel)
    {
        try
        {
            await run();
            return true;
        }
#pragma warning disable CA1031 // A worker that ends makes no backups at all.
        catch (Exception failed) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogError(ExitCode.IsExpected(failed) ? null : failed, "{Step} failed: {Reason}", step, failed.Message);
            return false;
        }
    }
}

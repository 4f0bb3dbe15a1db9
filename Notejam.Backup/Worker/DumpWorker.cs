using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Notejam.Backup.Dumps;
using Notejam.Backup.Stores;

namespace Notejam.Backup.Worker;

/// <summary>Makes a backup each day, proves that it is good, and never gives up.</summary>
sealed class DumpWorker(Setup setup, BackupMetrics metrics, TimeProvider time, ILogger<DumpWorker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateTimeOffset? newest = null;
        if (await TryAsync("Looking at the newest backup", async () => newest = await FindGoodAsync(stoppingToken), stoppingToken) && newest is not null)
            log.LogInformation("The newest backup, of {TakenAt:u}, is good", newest);
        var due = Schedule.Next(setup.Settings.Schedule, newest);
        for (var failures = 0; ;)
        {
            await WaitAsync(due, stoppingToken);
            var succeeded = await TryAsync("The backup", async () => newest = await RunAsync(stoppingToken), stoppingToken);
            failures = succeeded ? 0 : failures + 1;
            due = succeeded ? Schedule.Next(setup.Settings.Schedule, newest) : time.GetUtcNow() + Schedule.Pause(failures);
            metrics.Ran(succeeded);
        }
    }

    /// <summary>Whether the newest backup of an earlier run is good is not known until it is read.</summary>
    async Task<DateTimeOffset?> FindGoodAsync(CancellationToken cancel)
    {
        if ((await setup.Backups.NamesAsync(cancel)).Count == 0) return null;
        var backup = await setup.Backups.FindAsync(null, cancel);
        await new VerifyBackup(setup.Backups, Progress.None).RunAsync(backup, cancel);
        metrics.Verified(backup);
        return backup.Manifest.TakenAt;
    }

    /// <summary>Returns the instant of a backup that is proved good.</summary>
    async Task<DateTimeOffset> RunAsync(CancellationToken cancel)
    {
        log.LogInformation("Backing up to {Store}", setup.Backups.Store.Name);
        var start = time.GetTimestamp();
        var backup = await new TakeBackup(setup.Backups, await setup.DatabaseAsync(), time, Progress.None).RunAsync(cancel);
        metrics.TookBackup(time.GetElapsedTime(start));
        await new VerifyBackup(setup.Backups, Progress.None).RunAsync(backup, cancel);
        metrics.Verified(backup);
        log.LogInformation("{Backup} is verified: {Bytes} bytes", backup.Name, backup.Manifest.Size);
        if (setup.Settings.Drill) await DrillAsync(backup, cancel);
        if (setup.Backups.Store is FolderStore folder) await PruneAsync(folder, cancel);
        return backup.Manifest.TakenAt;
    }

    async Task DrillAsync(StoredBackup backup, CancellationToken cancel)
    {
        var report = await new Drill(setup.Backups, await setup.ScratchServerAsync(), time, Progress.None).RunAsync(backup, cancel);
        metrics.Restored(report);
        log.LogInformation("{Backup} was restored to a scratch database in {Seconds:0.0} s, every table equal", backup.Name, report.Rto.TotalSeconds);
    }

    async Task PruneAsync(FolderStore folder, CancellationToken cancel)
    {
        foreach (var removed in await new PruneBackups(setup.Backups, folder, setup.Retention, time).RunAsync(cancel)) log.LogInformation("{Backup} is removed", removed);
    }

    /// <summary>A timer cannot be set further than 49 days ahead, and a clock may be corrected while it runs.</summary>
    async Task WaitAsync(DateTimeOffset due, CancellationToken cancel)
    {
        if (due > time.GetUtcNow()) log.LogInformation("The next backup is due at {Due:u}", due);
        while (due - time.GetUtcNow() is { Ticks: > 0 } left) await Task.Delay(left < TimeSpan.FromHours(1) ? left : TimeSpan.FromHours(1), time, cancel);
    }

    /// <summary>Whatever fails is told, and tried again later: the worker goes on.</summary>
    async Task<bool> TryAsync(string what, Func<Task> step, CancellationToken cancel)
    {
        try
        {
            await step();
            return true;
        }
#pragma warning disable CA1031 // A worker that ends makes no backups at all.
        catch (Exception failed) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogError(failed, "{What} failed: {Reason}", what, failed.Message);
            return false;
        }
    }
}

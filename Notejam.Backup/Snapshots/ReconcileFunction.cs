using System.Text.Json;
using Notejam.Backup.Snapshots.Rds;

namespace Notejam.Backup.Snapshots;

/// <summary>
/// Makes up every hour for what was lost, since events are delivered as best they can: makes the day's snapshot if it
/// is missing or failed, starts exports that are missing or failed, and deletes old snapshots that are exported.
/// </summary>
sealed class ReconcileFunction(SnapshotSettings settings, RdsClient rds, TimeProvider time, TextWriter log)
{
    /// <summary>
    /// So many of the newest snapshots stay; RDS allows 100 manual ones in a Region, of all databases together.
    /// </summary>
    public const int Kept = 35;

    sealed record Entry(DailySnapshot Daily, DBSnapshot Snapshot, ExportHistory Exports);

    public async Task<string> HandleAsync(JsonElement input, CancellationToken cancel)
    {
        var manual = await rds.DescribeManualDBSnapshotsAsync(cancel).ToListAsync(cancel);
        var exports = await rds.DescribeExportTasksAsync(null, cancel).ToListAsync(cancel);
        var entries = (from snapshot in manual
                       let daily = DailySnapshot.Parse(settings.Instance, snapshot)
                       where daily is not null
                       orderby daily.Day descending
                       select new Entry(daily, snapshot, new(daily, exports))).ToList();

        var now = time.GetUtcNow();
        var steps = new Steps(cancel);
        await ReplaceFailedAsync(entries, DailySnapshot.Of(settings.Instance, now), steps, cancel);
        await ExportAsync(entries, steps, cancel);
        await PruneAsync(entries, steps, cancel);

        var newest = entries.Max(e => e.Exports.CompletedAt);
        var report = log.WriteJson(new ReconcileReport
        {
            Instance = settings.Instance,
            HoursSinceExport = newest is { } at ? Math.Round((now - at).TotalHours, 2) : null,
            ManualSnapshots = manual.Count,
            FailedExports = entries.Count(e => e.Exports.HasFailed),
            Steps = steps,
        }.ToMetrics(now));
        if (steps.Failures.Count == 0) return report;
        throw new AggregateException("The reconciliation could not do everything", steps.Failures);
    }

    /// <summary>
    /// A failed snapshot holds nothing. It goes first, while the list is fresh, because its name is needed again: the
    /// day's snapshot is made anew under it. A day that is over stays without.
    /// </summary>
    async Task ReplaceFailedAsync(List<Entry> entries, DailySnapshot today, Steps steps, CancellationToken cancel)
    {
        foreach (var failed in entries.Where(e => e.Snapshot.HasFailed))
        {
            var name = failed.Daily.Name;
            await steps.TryAsync($"delete failed {name}", () => rds.DeleteDBSnapshotAsync(name, cancel));
        }
        if (!entries.Exists(e => e.Daily == today && !e.Snapshot.HasFailed))
            await steps.TryAsync(
                $"create {today.Name}", () => rds.CreateDBSnapshotAsync(today.Instance, today.Name, cancel));
    }

    /// <summary>
    /// Those with fewer attempts first: a snapshot that cannot be exported must not take the place of one that can.
    /// </summary>
    async Task ExportAsync(List<Entry> entries, Steps steps, CancellationToken cancel)
    {
        var missing = entries
            .Where(e => e.Snapshot.IsAvailable && !e.Exports.IsComplete && !e.Exports.IsUnderWay)
            .OrderBy(e => e.Exports.Attempts);
        foreach (var (_, snapshot, exports) in missing)
        {
            await steps.TryAsync(
                $"export {exports.NextId}",
                () => rds.StartExportTaskAsync(exports.NextId, snapshot.Arn, settings, cancel));
        }
    }

    async Task PruneAsync(List<Entry> entries, Steps steps, CancellationToken cancel)
    {
        foreach (var old in entries.Where(e => !e.Snapshot.HasFailed).Skip(Kept).Where(e => e.Exports.IsComplete))
            await steps.TryAsync($"delete {old.Daily.Name}", () => rds.DeleteDBSnapshotAsync(old.Daily.Name, cancel));
    }
}

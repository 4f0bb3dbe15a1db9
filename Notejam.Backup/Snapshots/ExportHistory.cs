using Notejam.Backup.Snapshots.Rds;

namespace Notejam.Backup.Snapshots;

/// <summary>
/// The attempts to export one daily snapshot. The next one starts only when all before have failed, and takes the
/// number after the last: of two handlers that see the same history RDS refuses the second, so no snapshot is exported
/// twice.
/// </summary>
sealed class ExportHistory(DailySnapshot daily, IEnumerable<ExportTask> exports)
{
    readonly List<ExportTask> attempts = [.. exports.Where(e => daily.Attempt(e) is not null)];

    public bool IsComplete => attempts.Exists(a => a.IsComplete);
    public bool IsUnderWay => !IsComplete && attempts.Exists(a => !a.HasFailed);
    public bool HasFailed => !IsComplete && attempts.Exists(a => a.HasFailed);
    public int Attempts => attempts.Count;
    public DateTimeOffset? CompletedAt => attempts.Find(a => a.IsComplete)?.EndTime;

    public string NextId => daily.ExportId(1 + attempts.Select(a => daily.Attempt(a)!.Value).DefaultIfEmpty().Max());
}

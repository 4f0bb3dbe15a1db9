using Amazon.Runtime;

namespace Notejam.Backup.Snapshots.Rds;

/// <summary>
/// Codes as they are on the wire. Some end in Fault and some do not, and the limit of exports is in no service model.
/// </summary>
static class RdsErrors
{
    public const string
        DBSnapshotAlreadyExists = "DBSnapshotAlreadyExists",
        DBSnapshotNotFound = "DBSnapshotNotFound";

    /// <summary>
    /// Somebody else was quicker, or RDS is not ready yet: nothing is wrong, and the next reconciliation looks again.
    /// </summary>
    public static bool IsTransient(this AmazonServiceException failed) => failed.ErrorCode is
        DBSnapshotAlreadyExists or DBSnapshotNotFound or "InvalidDBInstanceState" or "InvalidDBSnapshotState" or
        "ExportTaskAlreadyExists" or "ExportTaskLimitReachedFault" or "InvalidExportSourceState";
}

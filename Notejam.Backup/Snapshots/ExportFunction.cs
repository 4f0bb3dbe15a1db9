using System.Text.Json;
using Amazon.Runtime;
using Notejam.Backup.Snapshots.Rds;

namespace Notejam.Backup.Snapshots;

/// <summary>
/// Starts the export of a snapshot that has become available. Every event but that of our own snapshot is ignored.
/// </summary>
sealed class ExportFunction(SnapshotSettings settings, RdsClient rds, TextWriter log)
{
    public async Task<string> HandleAsync(JsonElement input, CancellationToken cancel)
    {
        var about = SnapshotEvent.Read(input).Detail;
        var isCreated = about.EventID == SnapshotEvent.Created;
        var daily = isCreated ? DailySnapshot.Parse(settings.Instance, about.SourceIdentifier) : null;
        var outcome = daily is null ? "ignored" : await ExportAsync(daily, cancel);
        return log.WriteJson(
            new { function = "export", snapshot = about.SourceIdentifier, @event = about.EventID, outcome });
    }

    async Task<string> ExportAsync(DailySnapshot daily, CancellationToken cancel)
    {
        // Events come late and twice: only what RDS says now counts.
        if (await rds.FindDBSnapshotAsync(daily.Name, cancel) is not { IsAvailable: true } snapshot
            || DailySnapshot.Parse(settings.Instance, snapshot) is null)
            return "not ours, or not available";
        var exports = await rds.DescribeExportTasksAsync(snapshot.Arn, cancel).ToListAsync(cancel);
        var history = new ExportHistory(daily, exports);
        if (history.IsComplete || history.IsUnderWay) return "exported already";
        try
        {
            await rds.StartExportTaskAsync(history.NextId, snapshot.Arn, settings, cancel);
            return $"started {history.NextId}";
        }
        catch (AmazonServiceException notNow) when (notNow.IsTransient())
        {
            return $"left to the reconciliation: {notNow.Message}";
        }
    }
}

using System.Text.Json;
using Amazon.Runtime;
using Notejam.Backup.Snapshots.Rds;

namespace Notejam.Backup.Snapshots;

/// <summary>Starts the day's snapshot. It is done when RDS has begun: nobody waits in a Lambda for the end.</summary>
sealed class SnapshotFunction(SnapshotSettings settings, RdsClient rds, TextWriter log)
{
    public async Task<string> HandleAsync(JsonElement input, CancellationToken cancel)
    {
        // The scheduled time and not the clock: a retry after midnight is still yesterday's run.
        var daily = DailySnapshot.Of(settings.Instance, ScheduledEvent.Read(input).Time);
        var outcome = await CreateAsync(daily, cancel);
        return log.WriteJson(new { function = "snapshot", snapshot = daily.Name, outcome });
    }

    async Task<string> CreateAsync(DailySnapshot daily, CancellationToken cancel)
    {
        try
        {
            await rds.CreateDBSnapshotAsync(daily.Instance, daily.Name, cancel);
            return "created";
        }
        catch (AmazonServiceException exists) when (exists.ErrorCode == RdsErrors.DBSnapshotAlreadyExists)
        {
            var other = await rds.FindDBSnapshotAsync(daily.Name, cancel);
            if (other is null || DailySnapshot.Parse(settings.Instance, other) == daily) return "exists";
            throw new InvalidOperationException(
                $"The name {daily.Name} is taken by a snapshot of {other.Instance}. Rename or delete that one.");
        }
        catch (AmazonServiceException busy) when (busy.IsTransient())
        {
            return $"left to the reconciliation: {busy.Message}";
        }
    }
}

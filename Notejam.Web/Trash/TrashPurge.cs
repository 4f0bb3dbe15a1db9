using System.Diagnostics.Metrics;
using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Web.Trash;

/// <summary>Deletes for good what has been in the trash for its days, on one instance at a time.</summary>
sealed class TrashPurge : PeriodicService
{
    static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>A number of ours among the locks of the database.</summary>
    const long Lock = 7_031_003;

    /// <summary>Their history goes with them, by its foreign key.</summary>
    const string Notes = "SELECT id FROM notes WHERE trashed_at <= $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED";

    /// <summary>Its notes have gone before it. One that is still there keeps it until the next time.</summary>
    const string Pads = """
        SELECT id FROM pads p
        WHERE trashed_at <= $1 AND NOT EXISTS (SELECT FROM notes WHERE owner_id = p.owner_id AND pad_id = p.id)
        ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
        """;

    readonly NpgsqlDataSource database;
    readonly TimeProvider time;
    readonly ILogger<TrashPurge> log;
    readonly Counter<long> purged;

    public TrashPurge(NpgsqlDataSource database, TimeProvider time, ILogger<TrashPurge> log, Meter meter)
        : base(Period, time)
    {
        this.database = database;
        this.time = time;
        this.log = log;
        purged = meter.CreateCounter<long>(
            "notejam.trash.purged", "{note}", "Notes that were deleted for good because their days in the trash were over.");
        purged.Add(0);
    }

    protected override async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await PurgeAsync(stop);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            // In an hour is soon enough.
            log.LogWarning(failed, "The trash could not be purged");
        }
    }

    internal async Task PurgeAsync(CancellationToken stop)
    {
        var until = time.GetUtcNow().AddDays(-TrashBin.Days);
        purged.Add(await database.DeleteInBatchesAsync(("notes", "id"), Notes, until, Lock, stop));
        await database.DeleteInBatchesAsync(("pads", "id"), Pads, until, Lock, stop);
    }
}

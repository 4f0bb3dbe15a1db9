using System.Diagnostics.Metrics;
using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Web.Trash;

/// <summary>Deletes for good what has been in the trash for its days, on one instance at a time.</summary>
sealed class TrashPurge : PeriodicDelete
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

    readonly TimeProvider time;
    readonly Counter<long> purged;

    public TrashPurge(NpgsqlDataSource database, TimeProvider time, ILogger<TrashPurge> log, Meter meter)
        : base(database, Period, time, log, "The trash could not be purged")
    {
        this.time = time;
        purged = meter.CreateCounter<long>(
            "notejam.trash.purged", "{note}", "Notes that were deleted for good because their days in the trash were over.");
        purged.Add(0);
    }

    internal override async Task DeleteAsync(CancellationToken stop)
    {
        var until = time.GetUtcNow().AddDays(-TrashBin.Days);
        purged.Add(await DeleteAsync(("notes", "id"), Notes, until, Lock, stop));
        await DeleteAsync(("pads", "id"), Pads, until, Lock, stop);
    }
}

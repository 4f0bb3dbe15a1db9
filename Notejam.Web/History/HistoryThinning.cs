using System.Diagnostics.Metrics;
using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Web.History;

/// <summary>
/// Takes out what the history no longer keeps, once a day, on one instance at a time: at its start and then every day.
/// </summary>
sealed class HistoryThinning : PeriodicDelete
{
    static readonly TimeSpan Period = TimeSpan.FromDays(1);

    /// <summary>A number of ours among the locks of the database.</summary>
    const long Lock = 7_031_002;

    /// <summary>Days are those of UTC: whose they are does not matter, only that one version of each stays.</summary>
    const string Older = """
        SELECT id FROM (
            SELECT id, row_number() OVER (
                PARTITION BY note_id, date_trunc('day', written_at, 'UTC')
                ORDER BY number IS NULL, written_at DESC, number DESC, id) AS place
            FROM note_revisions
            WHERE written_at < $1) AS older
        WHERE place > 1
        LIMIT $2
        """;

    readonly HistorySettings settings;
    readonly TimeProvider time;
    readonly Counter<long> thinned;

    public HistoryThinning(
        NpgsqlDataSource database,
        HistorySettings settings,
        TimeProvider time,
        ILogger<HistoryThinning> log,
        Meter meter)
        : base(database, Period, time, log, "The histories could not be thinned")
    {
        this.settings = settings;
        this.time = time;
        thinned = meter.CreateCounter<long>(
            "notejam.history.thinned", "{version}", "Versions of notes that were taken out for their age.");
        thinned.Add(0);
    }

    internal override async Task DeleteAsync(CancellationToken stop)
    {
        var today = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var until = today.AddDays(-settings.KeepAllDays);
        thinned.Add(await DeleteAsync(("note_revisions", "id"), Older, until, Lock, stop));
    }
}

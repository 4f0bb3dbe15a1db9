using Npgsql;

namespace Notejam.Web.Data;

/// <summary>
/// Deletes what has had its time, a batch at a time, and on one instance at a time: who does not get the lock leaves it
/// to the other. The lock ends with the statement; the session keeps nothing. What fails is tried again the next time.
/// </summary>
abstract class PeriodicDelete(
    NpgsqlDataSource database, TimeSpan period, TimeProvider time, ILogger log, string failure)
    : PeriodicService(period, time)
{
    /// <summary>Few enough that nobody who saves a note waits for them.</summary>
    const int MostAtOnce = 1_000;

    /// <summary>It may look at all that there is, and nobody waits for it.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>All that has had its time by now.</summary>
    internal abstract Task DeleteAsync(CancellationToken stop);

    protected sealed override async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await DeleteAsync(stop);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            log.LogWarning(failed, "{Failure}", failure);
        }
    }

    /// <param name="table">The table, and the name of its key.</param>
    /// <param name="which">What selects the keys of rows whose time was over at $1, as many as $2 says.</param>
    /// <param name="until">The $1.</param>
    /// <param name="number">A number of ours among the locks of the database.</param>
    /// <param name="stop">Ends it between two batches, and within one.</param>
    /// <returns>How many were deleted.</returns>
    protected async Task<long> DeleteAsync(
        (string Name, string Key) table, string which, DateTimeOffset until, long number, CancellationToken stop)
    {
        var sql = $"""
            WITH alone AS MATERIALIZED (SELECT pg_try_advisory_xact_lock($3) AS held)
            DELETE FROM {table.Name} WHERE (SELECT held FROM alone) AND {table.Key} IN ({which})
            """;
        for (long deleted = 0; ;)
        {
            await using var delete = database.CreateCommand(sql);
            delete.CommandTimeout = (int)Patience.TotalSeconds;
            delete.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = until });
            delete.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MostAtOnce });
            delete.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
            var rows = await delete.ExecuteNonQueryAsync(stop);
            deleted += rows;
            if (rows < MostAtOnce) return deleted;
        }
    }
}

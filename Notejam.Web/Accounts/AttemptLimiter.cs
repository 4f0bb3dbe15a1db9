using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;

namespace Notejam.Web.Accounts;

/// <summary>
/// Counts tries in the database, before anything is done that costs: neither parallel tries nor other instances slip
/// past, because each count is one statement.
/// </summary>
sealed class AttemptLimiter(NotejamDb db, TimeProvider time)
{
    /// <summary>Not "now": the clock of another instance may be a little behind.</summary>
    static readonly DateTimeOffset NoWait = DateTimeOffset.UnixEpoch;

    /// <summary>
    /// One try, which fills all these buckets, or waits for the first that is full. Also a try that waits for a later
    /// one has filled those before it: put the coarse ones first, so that a crowd costs little.
    /// </summary>
    public async Task<Attempt> TakeAsync(params Bucket[] buckets)
    {
        var filled = new List<FilledBucket>();
        foreach (var bucket in buckets)
        {
            var now = time.GetUtcNow();
            var counted = await CountAsync(bucket, now);
            if (!counted.IsTaken) return new Attempt(Max(counted.FreeAt - now, TimeSpan.FromSeconds(1)), filled);
            filled.Add(new(bucket, counted.FreeAt));
        }
        await ClearAwayAsync();
        return new Attempt(null, filled);
    }

    /// <summary>As if it had not been tried. A wait that another try has set meanwhile stays.</summary>
    public async Task GiveBackAsync(Attempt made)
    {
        foreach (var (bucket, freeAt) in made.Filled)
        {
            await db.Database.ExecuteSqlAsync($"""
                UPDATE allowances
                SET empty_at = empty_at - {bucket.Limit.Drain},
                    free_at = CASE free_at WHEN {freeAt} THEN {NoWait} ELSE free_at END
                WHERE key = {bucket.Key}
                """);
        }
    }

    /// <summary>As if nothing had ever been tried.</summary>
    public Task ForgetAsync(Bucket bucket) => db.Allowances.Where(a => a.Key == bucket.Key).ExecuteDeleteAsync();

    async Task<Counted> CountAsync(Bucket bucket, DateTimeOffset now)
    {
        var (limit, key) = (bucket.Limit, bucket.Key);
        var drain = limit.Drain.TotalSeconds;
        // Where one must wait, the statement only reads: a crowd that is shut out must not queue for the lock of its
        // row. The level is the time until the bucket is empty, in drains.
        var rows = await db.Database.SqlQuery<Counted>($"""
            WITH shut AS (SELECT free_at FROM allowances WHERE key = {key} AND free_at > {now}),
            taken AS (
                INSERT INTO allowances AS a (key, free_at, empty_at)
                SELECT {key}, {NoWait}, {now + limit.Drain} WHERE NOT EXISTS (SELECT FROM shut)
                ON CONFLICT (key) DO UPDATE SET
                    empty_at = greatest(a.empty_at, {now}) + {limit.Drain},
                    free_at = (
                        SELECT CASE WHEN level < {limit.Size} THEN {NoWait}
                                    ELSE {now} + {limit.FirstWait} * power(2, level - {limit.Size}) END
                        FROM (
                            SELECT ceil(extract(epoch FROM greatest(a.empty_at, {now}) - {now})::float8 / {drain}) + 1
                                AS level) AS filled)
                WHERE a.free_at <= {now}
                RETURNING free_at)
            SELECT true AS is_taken, free_at FROM taken
            UNION ALL
            SELECT false, free_at FROM shut
            """).ToListAsync();
        // None: another try has shut it this instant.
        return rows.Count > 0 ? rows[0] : new Counted(false, now);
    }

    /// <summary>More than one try can add, so that the table stays as small as what is going on.</summary>
    async Task ClearAwayAsync()
    {
        var now = time.GetUtcNow();
        await db.Database.ExecuteSqlAsync($"""
            DELETE FROM allowances WHERE key IN
                (SELECT key FROM allowances WHERE empty_at < {now} ORDER BY empty_at LIMIT 10 FOR UPDATE SKIP LOCKED)
            """);
    }

    static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    sealed record Counted(bool IsTaken, DateTimeOffset FreeAt);
}

/// <summary>A try that was made, or, with a wait, one that was not let in.</summary>
sealed record Attempt(TimeSpan? Wait, IReadOnlyList<FilledBucket> Filled);

/// <param name="Bucket">Which.</param>
/// <param name="FreeAt">The wait that the try has set.</param>
sealed record FilledBucket(Bucket Bucket, DateTimeOffset FreeAt);

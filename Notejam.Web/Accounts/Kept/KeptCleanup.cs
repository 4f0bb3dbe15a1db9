using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Web.Accounts.Kept;

/// <summary>Deletes what nobody has come back for.</summary>
sealed class KeptCleanup(NpgsqlDataSource database, TimeProvider time, ILogger<KeptCleanup> log)
    : PeriodicService(TimeSpan.FromMinutes(10), time)
{
    readonly TimeProvider time = time;

    /// <summary>A number of ours among the locks of the database.</summary>
    const long Lock = 7_031_004;

    const string Over = "SELECT key_hash FROM kept_forms WHERE expires_at <= $1 LIMIT $2";

    protected override async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await CleanUpAsync(stop);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            // In ten minutes is soon enough.
            log.LogWarning(failed, "Forms that were kept could not be deleted");
        }
    }

    internal Task CleanUpAsync(CancellationToken stop) => database.DeleteInBatchesAsync(
        ("kept_forms", "key_hash"), Over, time.GetUtcNow(), Lock, stop);
}

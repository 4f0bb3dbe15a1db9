using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Web.Accounts.Kept;

/// <summary>Deletes what nobody has come back for.</summary>
sealed class KeptCleanup(NpgsqlDataSource database, TimeProvider time, ILogger<KeptCleanup> log)
    : PeriodicDelete(database, Period, time, log, "Forms that were kept could not be deleted")
{
    static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <summary>A number of ours among the locks of the database.</summary>
    const long Lock = 7_031_004;

    const string Over = "SELECT key_hash FROM kept_forms WHERE expires_at <= $1 LIMIT $2";

    readonly TimeProvider time = time;

    internal override Task DeleteAsync(CancellationToken stop) =>
        DeleteAsync(("kept_forms", "key_hash"), Over, time.GetUtcNow(), Lock, stop);
}

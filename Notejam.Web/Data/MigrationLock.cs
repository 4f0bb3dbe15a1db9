using Npgsql;

namespace Notejam.Web.Data;

/// <summary>
/// Of several that migrate a database at once one does it and the others wait for their turn. The lock is the server's,
/// and ends with the connection. It is asked for again and again: who waited inside a statement would hold a snapshot,
/// for which CREATE INDEX CONCURRENTLY waits in turn.
/// </summary>
sealed class MigrationLock : IAsyncDisposable
{
    /// <summary>"notejam", as a number.</summary>
    const long Key = 0x6e_6f_74_65_6a_61_6d;

    /// <summary>As long as a migration may take (manifests/components/migrations).</summary>
    static readonly TimeSpan Wait = TimeSpan.FromMinutes(10);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    readonly NpgsqlConnection connection;

    MigrationLock(NpgsqlConnection connection) => this.connection = connection;

    /// <exception cref="TimeoutException">Another has had it for ten minutes.</exception>
    public static async Task<MigrationLock> TakeAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        var held = new MigrationLock(await database.OpenConnectionAsync(cancel));
        try
        {
            var start = TimeProvider.System.GetTimestamp();
            while (!await held.TryAsync(cancel))
            {
                if (TimeProvider.System.GetElapsedTime(start) > Wait)
                    throw new TimeoutException("Another migration of this database has run for ten minutes.");
                await Task.Delay(Pause, cancel);
            }
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>The connection is not pooled: its session ends, and the lock with it.</summary>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    async Task<bool> TryAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection);
        command.Parameters.Add(new() { Value = Key });
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }
}

using Npgsql;

namespace Notejam.Backup.Backups;

/// <summary>
/// Watches whether somebody waits for what a backup holds, such as a migration for a table: the whole of Notejam would
/// soon wait behind it. The backup then lets go, and begins again.
/// </summary>
sealed class LockWatch : IAsyncDisposable
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>For one of our connections: they and those of pg_dump have a name of their own on the server.</summary>
    const string SomebodyWaits = """
        SELECT EXISTS (
          SELECT FROM pg_locks waiting
          JOIN pg_stat_activity us ON us.pid = ANY (pg_blocking_pids(waiting.pid))
          WHERE NOT waiting.granted AND us.datname = current_database()
            AND us.usename = current_user AND us.application_name = current_setting('application_name'))
        """;

    readonly NpgsqlConnection connection;
    readonly CancellationTokenSource wanted, over;
    readonly Task watching;

    LockWatch(NpgsqlConnection connection, CancellationToken cancel)
    {
        this.connection = connection;
        over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        wanted = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        watching = WatchAsync();
    }

    /// <summary>Begins to watch.</summary>
    public static async Task<LockWatch> BeginAsync(PostgresDatabase database, CancellationToken cancel) =>
        new(await database.OpenAsync(cancel), cancel);

    /// <summary>Cancelled when somebody waits, or the caller gives up.</summary>
    public CancellationToken Token => wanted.Token;

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await watching;
        await connection.DisposeAsync();
        over.Dispose();
        wanted.Dispose();
    }

    async Task WatchAsync()
    {
        try
        {
            while (!await SomebodyWaitsAsync()) await Task.Delay(Pause, over.Token);
            await wanted.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The backup is done, or the caller gave up.
        }
        catch (NpgsqlException)
        {
            // Without the database there is nobody who waits, and the backup will find that out itself.
        }
    }

    async Task<bool> SomebodyWaitsAsync()
    {
        await using var command = new NpgsqlCommand(SomebodyWaits, connection);
        return (bool)(await command.ExecuteScalarAsync(over.Token))!;
    }
}

using Npgsql;

namespace Notejam.Web.Accounts.Mail;

/// <summary>
/// The lock of who works the outbox off: one instance at a time has it. It is a lock of a transaction that changes
/// nothing, so it ends with the process, and holds up neither other transactions nor the vacuum.
/// </summary>
sealed class OutboxLock : IAsyncDisposable
{
    readonly NpgsqlConnection connection;
    readonly NpgsqlTransaction transaction;

    OutboxLock(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        this.connection = connection;
        this.transaction = transaction;
    }

    /// <summary>Null when another instance has it.</summary>
    public static async Task<OutboxLock?> TryTakeAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        var connection = await database.OpenConnectionAsync(cancel);
        var held = new OutboxLock(connection, await connection.BeginTransactionAsync(cancel));
        const string Take = "SELECT pg_try_advisory_xact_lock(hashtextextended('notejam.outbox', 0))";
        if ((bool)(await held.AskAsync(Take, cancel))!) return held;
        await held.DisposeAsync();
        return null;
    }

    /// <summary>Throws when the connection is gone, and the lock with it.</summary>
    public Task CheckAsync(CancellationToken cancel) => AskAsync("SELECT 1", cancel);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    async Task<object?> AskAsync(string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        return await command.ExecuteScalarAsync(cancel);
    }
}

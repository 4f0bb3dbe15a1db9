using Npgsql;

namespace Notejam.Backup.Backups;

/// <summary>A database, for our own statements and for PostgreSQL's programs.</summary>
sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>A limit that only 17 and newer know, so that it cannot be among the options of the start.</summary>
    const string NewerLimit =
        "SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'transaction_timeout'";

    readonly ConnectionSettings settings;
    NpgsqlDataSource? source;

    /// <param name="connectionString">As an operator gave it.</param>
    /// <param name="setting">Where.</param>
    public PostgresDatabase(string connectionString, string setting = "ConnectionStrings__notejam")
        : this(ConnectionSettings.Read(setting, connectionString)) { }

    PostgresDatabase(ConnectionSettings settings) => this.settings = settings;

    public string Name => settings.Database;

    public string Server => $"{settings.Host}:{settings.Port}";

    public ConnectionSettings Settings => settings;

    /// <summary>Another database of the same server.</summary>
    public PostgresDatabase Other(string name) => new(settings.Other(name));

    /// <summary>A new connection, without any time limit.</summary>
    /// <exception cref="DatabaseException">It cannot be had.</exception>
    public Task<NpgsqlConnection> OpenAsync(CancellationToken cancel) => ReportAsync(async () =>
    {
        var connection = await (source ??= Source()).OpenConnectionAsync(cancel);
        await using var unlimited = new NpgsqlCommand(NewerLimit, connection);
        await unlimited.ExecuteNonQueryAsync(cancel);
        return connection;
    });

    /// <summary>Runs what uses the database; what fails there says which database it was.</summary>
    /// <exception cref="DatabaseException">The database failed.</exception>
    public async Task<T> ReportAsync<T>(Func<Task<T>> use)
    {
        try
        {
            return await use();
        }
        catch (Exception failed) when (failed is NpgsqlException or TimeoutException { Source: nameof(Npgsql) })
        {
            throw new DatabaseException($"The database {Name} at {Server}: {DatabaseException.Why(failed)}", failed);
        }
    }

    public async Task<int> MajorAsync(CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        return connection.PostgreSqlVersion.Major;
    }

    public ValueTask DisposeAsync() => source?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Named, because metrics otherwise carry the connection string as the name of the pool.</summary>
    NpgsqlDataSource Source() => new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "backup" }.Build();
}

/// <summary>A database cannot be reached, or broke off. The message is for the operator.</summary>
sealed class DatabaseException(string message, Exception inner) : Exception(message, inner)
{
    /// <summary>The outer message often says only that something failed, and the inner one what.</summary>
    public static string Why(Exception failed)
    {
        if (failed is DatabaseException known) return known.Message;
        var messages = new List<string>();
        for (var cause = failed; cause is not null; cause = cause.InnerException)
            messages.Add(cause.Message.TrimEnd('.'));
        return string.Join(": ", messages.Distinct()) + ".";
    }
}

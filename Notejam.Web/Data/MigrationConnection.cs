using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Notejam.Web.Data;

/// <summary>
/// The database as a start and a migration use it: nobody waits for a page. A connection has half a minute to be made,
/// where a page's has a second, and a preference of the role or the database ends nothing that takes long.
/// </summary>
static class MigrationConnection
{
    static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// As far as this server knows them. A time-out for locks stays: whoever set one wants no queue behind a migration.
    /// </summary>
    const string NoLimits = """
        SET statement_timeout = 0;
        SELECT set_config(name, '0', false) FROM pg_settings
        WHERE name IN ('transaction_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout')
        """;

    public static NpgsqlDataSource Source(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection)
        {
            Timeout = (int)Wait.TotalSeconds,
            CommandTimeout = (int)TimeSpan.FromMinutes(10).TotalSeconds,
            Pooling = false,
        };
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "migrations" };
        source.UsePhysicalConnectionInitializer(WithoutLimits, WithoutLimitsAsync);
        return source.Build();
    }

    /// <summary>Waits for a database that is slow or starting, and makes one that is missing.</summary>
    public static async Task WaitForDatabaseAsync(
        IRelationalDatabaseCreator database, ILogger log, CancellationToken cancel)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var logged = false; ; logged = true)
        {
            try
            {
                if (!await database.ExistsAsync(cancel)) await CreateAsync(database, cancel);
                return;
            }
            catch (Exception away) when (IsTransient(away) && TimeProvider.System.GetElapsedTime(start) < Wait)
            {
                if (!logged) log.LogWarning("The database does not answer yet; it has half a minute");
                await Task.Delay(Pause, cancel);
            }
        }
    }

    /// <summary>EF has tried a few times by then, and wraps what it met.</summary>
    static bool IsTransient(Exception away) =>
        (away is RetryLimitExceededException ? away.InnerException : away) is NpgsqlException { IsTransient: true };

    static async Task CreateAsync(IRelationalDatabaseCreator database, CancellationToken cancel)
    {
        try
        {
            await database.CreateAsync(cancel);
        }
        catch (PostgresException made)
            when (made.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // By another that starts at the same time.
        }
    }

    static void WithoutLimits(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(NoLimits, connection);
        command.ExecuteNonQuery();
    }

    static async Task WithoutLimitsAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(NoLimits, connection);
        await command.ExecuteNonQueryAsync();
    }
}

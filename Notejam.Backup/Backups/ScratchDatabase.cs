using System.Globalization;
using Notejam.ServiceDefaults;
using Npgsql;

namespace Notejam.Backup.Backups;

/// <summary>
/// A database that is dropped after use. One that a killed run left is dropped by the next, a day later.
/// </summary>
sealed class ScratchDatabase : IAsyncDisposable
{
    const string EncodingOfNew = "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'template0'";

    const string Prefix = "notejam_scratch_", Stamp = "yyyyMMddHHmmssfff";

    readonly PostgresDatabase server;
    readonly Progress progress;

    ScratchDatabase(PostgresDatabase server, string name, Progress progress)
    {
        this.server = server;
        this.progress = progress;
        Database = server.Other(name);
    }

    public PostgresDatabase Database { get; }

    /// <param name="database">Any database of the server.</param>
    /// <param name="backup">What it is for.</param>
    /// <param name="time">Stamps the name.</param>
    /// <param name="progress">Is warned of what cannot be dropped.</param>
    /// <param name="cancel">Gives up.</param>
    public static Task<ScratchDatabase> CreateAsync(
        PostgresDatabase database, StoredBackup backup, TimeProvider time, Progress progress, CancellationToken cancel)
    {
        var (server, now) = (database.Other("postgres"), time.GetUtcNow());
        return server.ReportAsync(async () =>
        {
            await using var connection = await server.OpenAsync(cancel);
            foreach (var stale in (await NamesAsync(connection, cancel)).Where(n => MadeAt(n) < now.AddDays(-1)))
                await TryDropAsync(server, stale, progress, cancel);
            var name = $"{Prefix}{Stamped(now)}_of_{Stamped(backup.Manifest.TakenAt)}";
            var scratch = new ScratchDatabase(server, name, progress);
            await scratch.CreateAsync(connection, cancel);
            return scratch;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await TryDropAsync(server, Database.Name, progress, CancellationToken.None);
        await server.DisposeAsync();
    }

    /// <summary>
    /// In UTF-8, which holds every note, also on a server of another encoding; there the locale C fits.
    /// </summary>
    async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var encoding = new NpgsqlCommand(EncodingOfNew, connection);
        var locale = await encoding.ExecuteScalarAsync(cancel) is "UTF8" ? "" : " LC_COLLATE 'C' LC_CTYPE 'C'";
        try
        {
            var create = $"CREATE DATABASE {Database.Name} TEMPLATE template0 ENCODING 'UTF8'{locale}";
            await Sql.ExecuteAsync(connection, create, cancel);
        }
        catch (PostgresException denied) when (denied.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new ConfigurationException(
                $"A scratch database cannot be made at {server.Server}: {denied.MessageText}. " +
                "Allow it (ALTER ROLE ... CREATEDB), or name another server in ConnectionStrings__scratch.");
        }
    }

    /// <summary>What stays is told and is no failure: whether a backup is good does not depend on it.</summary>
    static async Task TryDropAsync(PostgresDatabase server, string name, Progress progress, CancellationToken cancel)
    {
        var drop = $"DROP DATABASE IF EXISTS {Sql.Quoted(name)} WITH (FORCE)";
        try
        {
            await using var connection = await server.OpenAsync(cancel);
            await Sql.ExecuteAsync(connection, drop, cancel);
        }
        catch (Exception failed) when (failed is DatabaseException or NpgsqlException or TimeoutException)
        {
            progress.Warn(
                $"The scratch database {name} at {server.Server} is left over: {DatabaseException.Why(failed)} " +
                $"A drill drops what is a day old; by hand: {drop};");
        }
    }

    static string Stamped(DateTimeOffset at) => at.UtcDateTime.ToString(Stamp, CultureInfo.InvariantCulture);

    static DateTimeOffset? MadeAt(string name)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal;
        var stamp = name[Prefix.Length..].Split('_')[0];
        return DateTimeOffset.TryParseExact(stamp, Stamp, CultureInfo.InvariantCulture, Utc, out var at) ? at : null;
    }

    static async Task<List<string>> NamesAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        const string Sql = "SELECT datname FROM pg_database WHERE starts_with(datname, $1)";
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = Prefix } } };
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var names = new List<string>();
        while (await rows.ReadAsync(cancel)) names.Add(rows.GetString(0));
        return names;
    }
}

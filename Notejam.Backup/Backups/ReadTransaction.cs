using System.Data;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Notejam.Backup.Backups;

/// <summary>
/// One instant of a database, read in one transaction: everything that is read through it, by this transaction or by
/// pg_dump, is of that instant. Its tables are locked before that instant is chosen: one that is rewritten after it
/// would look empty. Whoever waits for such a lock is let by (<see cref="LockWatch"/>), and so is never waited for
/// long. The hash of a table is made by the server, row by row: SHA-256 of each row's text, added up in four 64-bit
/// sums. So it needs neither an order nor memory nor the rows on the network, and notices a changed, swapped, missing
/// or doubled row.
/// </summary>
sealed class ReadTransaction : IAsyncDisposable
{
    /// <summary>Who holds a table for so long changes it: better to say so than to stand in the way.</summary>
    public const int LockSeconds = 5;

    /// <summary>Text of values must not depend on a user's or server's preferences.</summary>
    const string Session = """
        SET TRANSACTION READ ONLY;
        SET LOCAL search_path = pg_catalog; SET LOCAL row_security = off;
        SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';
        SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL lc_monetary = 'C';
        """;

    /// <summary>
    /// Its rows are in no backup: mails that wait are of minutes, and must not be sent after a restore; and the
    /// addresses in it, some of people without an account, are not for three years.
    /// </summary>
    public const string Outbox = "public.outbox";

    /// <summary>
    /// Its rows are in no backup either: they are of an hour, and what somebody has not even saved is not for years.
    /// </summary>
    public const string KeptForms = "public.kept_forms";

    /// <summary>
    /// Tables of our own, and of each the stored columns: generated ones follow from them, and may be computed
    /// differently by a newer server. The version of a person's content only says that something has changed: it is
    /// another when the same notes are written once more.
    /// </summary>
    const string TablesAndColumns = $"""
        SELECT format('%I.%I', n.nspname, c.relname), string_agg('t.' || quote_ident(a.attname), ', ' ORDER BY a.attnum)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
          AND a.attname <> 'content_version'
        WHERE c.relkind = 'r'
          AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
          AND n.nspname || '.' || c.relname NOT IN ('{Outbox}', '{KeptForms}')
          AND NOT EXISTS (
            SELECT FROM pg_depend d
            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        GROUP BY 1
        """;

    readonly NpgsqlConnection connection;
    readonly NpgsqlTransaction transaction;

    ReadTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        this.connection = connection;
        this.transaction = transaction;
    }

    public static async Task<ReadTransaction> BeginAsync(PostgresDatabase database, CancellationToken cancel)
    {
        var connection = await database.OpenAsync(cancel);
        try
        {
            var tables = await TablesAsync(connection, cancel);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            var read = new ReadTransaction(connection, transaction);
            await Sql.ExecuteAsync(connection, $"SET LOCAL lock_timeout = '{LockSeconds}s'", cancel);
            // Neither this nor the line above takes the snapshot: the first query does.
            var ours = tables.Select(t => t.Table).Where(t => NotejamSchema.TableName(t) is not null);
            var all = string.Join(", ONLY ", ours);
            if (all.Length > 0)
                await Sql.ExecuteAsync(connection, $"LOCK TABLE ONLY {all} IN ACCESS SHARE MODE", cancel);
            await Sql.ExecuteAsync(connection, Session, cancel);
            return read;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public string ServerVersion => connection.PostgreSqlVersion.ToString();

    /// <summary>How the database keeps text, such as UTF8.</summary>
    public Task<string> EncodingAsync(CancellationToken cancel) =>
        ScalarAsync("SELECT current_setting('server_encoding')", cancel);

    /// <summary>The name of its snapshot, by which pg_dump joins.</summary>
    public Task<string> ExportSnapshotAsync(CancellationToken cancel) =>
        ScalarAsync("SELECT pg_export_snapshot()", cancel);

    /// <summary>The newest migration; null where the database has no schema of Notejam's.</summary>
    public async Task<string?> SchemaAsync(CancellationToken cancel)
    {
        const string HasHistory = """SELECT coalesce(to_regclass('public."__EFMigrationsHistory"')::text, '')""";
        const string Newest = """SELECT coalesce(max(migration_id), '') FROM public."__EFMigrationsHistory" """;
        if (await ScalarAsync(HasHistory, cancel) is "") return null;
        return await ScalarAsync(Newest, cancel) is { Length: > 0 } schema ? schema : null;
    }

    /// <summary>Whether there is a table of anybody's.</summary>
    public async Task<bool> HasTablesAsync(CancellationToken cancel) =>
        (await TablesAsync(connection, cancel)).Count > 0;

    /// <summary>What Notejam's tables hold.</summary>
    public async Task<IReadOnlyList<TableContent>> ContentAsync(CancellationToken cancel)
    {
        var contents = new List<TableContent>();
        foreach (var (table, columns) in await TablesAsync(connection, cancel))
        {
            if (NotejamSchema.TableName(table) is { } name)
                contents.Add(await ContentAsync(name, table, columns, cancel));
        }
        return contents;
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    static async Task<List<(string Table, string Columns)>> TablesAsync(
        NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(TablesAndColumns, connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var tables = new List<(string, string)>();
        while (await rows.ReadAsync(cancel))
        {
            var columns = await rows.IsDBNullAsync(1, cancel) ? "" : rows.GetString(1);
            tables.Add((rows.GetString(0), columns));
        }
        return [.. tables.OrderBy(t => t.Item1, StringComparer.Ordinal)];
    }

    async Task<TableContent> ContentAsync(string name, string table, string columns, CancellationToken cancel)
    {
        var lanes = string.Join(" || ' ' || ", Enumerable.Range(0, 4).Select(Lane));
#pragma warning disable CA2100 // Identifiers cannot be parameters; the server quoted them.
        await using var command = new NpgsqlCommand($"""
            SELECT count(*), {lanes}
            FROM (SELECT sha256(convert_to(ROW({columns})::text, 'UTF8')) AS hash FROM {table} AS t) AS rows
            """, connection);
#pragma warning restore CA2100
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{columns}\n{row.GetString(1)}"));
        return new TableContent(name, row.GetInt64(0), Convert.ToHexStringLower(hash));

        static string Lane(int lane) =>
            $"coalesce(sum(('x' || encode(substr(hash, {1 + 8 * lane}, 8), 'hex'))::bit(64)::bigint), 0)";
    }

    async Task<string> ScalarAsync(string sql, CancellationToken cancel)
    {
#pragma warning disable CA2100 // Constants of this class.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return (string)(await command.ExecuteScalarAsync(cancel))!;
    }
}

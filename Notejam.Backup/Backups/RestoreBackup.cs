using Notejam.Backup.Stores;
using Notejam.ServiceDefaults;
using Notejam.ServiceDefaults.PrivatePostgres;
using Npgsql;

namespace Notejam.Backup.Backups;

/// <summary>
/// Brings a backup into an empty database, in one transaction, and compares every table with the manifest.
/// </summary>
sealed class RestoreBackup(BackupCatalog catalog, Progress progress)
{
    /// <exception cref="ConfigurationException">The database is not empty; it is not touched.</exception>
    /// <exception cref="BadBackupException">
    /// The dump is damaged, and the database still empty; or a table differs.
    /// </exception>
    public Task RunAsync(StoredBackup backup, PostgresDatabase target, CancellationToken cancel) =>
        target.ReportAsync(() => RestoreAsync(backup, target, cancel));

    async Task<bool> RestoreAsync(StoredBackup backup, PostgresDatabase target, CancellationToken cancel)
    {
        await RefuseUnlessFitAsync(target, cancel);
        var ofDump = PostgresBinaries.MajorOf(backup.Manifest.Versions.PgDump);
        var pgRestore = PostgresProgram.Find("pg_restore", Math.Max(ofDump, await target.MajorAsync(cancel)));
        // pg_restore executes what it reads before the last byte has come; where backups are signed, their writers are
        // not trusted.
        if (catalog.Signed) await new VerifyBackup(catalog, progress).RunAsync(backup, cancel);
        await Extension.CreateAsync(backup.Manifest.Extensions ?? [], target, cancel);
        // Owners and grants are the target's business, and comments on extensions a superuser's.
        await using var run = pgRestore.Start(target,
        [
            "--single-transaction", "--exit-on-error",
            "--no-owner", "--no-privileges", "--no-comments", "--no-password",
            .. NotejamSchema.DumpOptions,
        ], cancel);
        await FeedAsync(backup, run, cancel);
        await run.EndAsync(cancel);
        await AnalyzeAsync(target, cancel);
        await CompareAsync(backup, target, cancel);
        return true;
    }

    static async Task RefuseUnlessFitAsync(PostgresDatabase target, CancellationToken cancel)
    {
        var name = Sql.Quoted(target.Name);
        var anew = $"DROP DATABASE {name}; CREATE DATABASE {name} OWNER {Sql.Quoted(target.Settings.User)}";
        await using var read = await ReadTransaction.BeginAsync(target, cancel);
        if (await read.HasTablesAsync(cancel))
        {
            throw new ConfigurationException(
                $"The database {target.Name} at {target.Server} is not empty; " +
                "a backup is only restored into an empty one. " +
                $"Name another in ConnectionStrings__notejam, or if you are sure: {anew};");
        }
        if (await read.EncodingAsync(cancel) is not "UTF8" and var encoding)
        {
            throw new ConfigurationException(
                $"The database {target.Name} at {target.Server} has the encoding {encoding}, " +
                "which cannot hold every note. " +
                $"Make it anew: {anew} ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0;");
        }
    }

    /// <summary>
    /// The last piece is given only when the hash of the whole is right: without it pg_restore cannot commit.
    /// </summary>
    async Task FeedAsync(StoredBackup backup, ProgramRun run, CancellationToken cancel)
    {
        using var digest = new Digest();
        using var transfer = progress.Begin($"Restoring {backup.Name}", backup.Manifest.Size);
        var (held, length) = (new byte[Chunks.Size], 0);
        await foreach (var chunk in catalog.DumpAsync(backup, cancel))
        {
            await run.GiveAsync(held.AsMemory(0, length), cancel);
            chunk.CopyTo(held);
            length = chunk.Length;
            digest.Add(chunk);
            transfer.Add(chunk);
        }
        digest.Check(backup);
        await run.GiveAsync(held.AsMemory(0, length), cancel);
    }

    /// <summary>A restored table has no statistics, and the first queries would be planned blindly.</summary>
    static async Task AnalyzeAsync(PostgresDatabase target, CancellationToken cancel)
    {
        await using var connection = await target.OpenAsync(cancel);
        await using var analyze = new NpgsqlCommand("ANALYZE", connection);
        await analyze.ExecuteNonQueryAsync(cancel);
    }

    async Task CompareAsync(StoredBackup backup, PostgresDatabase target, CancellationToken cancel)
    {
        await using var read = await ReadTransaction.BeginAsync(target, cancel);
        foreach (var table in backup.Manifest.Tables.Where(t => !NotejamSchema.Holds(t)))
            progress.Warn($"{table.Name} is not Notejam's and is not restored. pg_restore can do that by hand.");
        var own = backup.Manifest.Tables.Where(NotejamSchema.Holds).ToList();
        var differences = TableContent.Differences(own, await read.ContentAsync(cancel));
        if (differences.Count > 0)
            throw new BadBackupException(
                $"The database {target.Name} holds what the dump of {backup.Name} held, " +
                $"but that is not what was backed up: {string.Join("; ", differences)}.");
    }
}

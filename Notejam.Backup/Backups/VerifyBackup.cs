using Notejam.ServiceDefaults.PrivatePostgres;

namespace Notejam.Backup.Backups;

/// <summary>
/// Reads a dump to its end: size and SHA-256 are those of the manifest, and pg_restore can read its table of contents.
/// </summary>
sealed class VerifyBackup(BackupCatalog catalog, Progress progress)
{
    public async Task RunAsync(StoredBackup backup, CancellationToken cancel)
    {
        using var digest = new Digest();
        var pgRestore = PostgresProgram.Find("pg_restore", PostgresBinaries.MajorOf(backup.Manifest.Versions.PgDump));
        await using var list = pgRestore.Start(null, ["--list"], cancel);
        using (var transfer = progress.Begin($"Verifying {backup.Name}", backup.Manifest.Size))
        {
            await foreach (var chunk in catalog.DumpAsync(backup, cancel))
            {
                digest.Add(chunk);
                transfer.Add(chunk);
                await list.GiveAsync(chunk, cancel);
            }
        }
        digest.Check(backup);
        try
        {
            await list.EndAsync(cancel);
        }
        catch (ProgramException unreadable)
        {
            throw new BadBackupException($"The dump of {backup.Name} is no archive: {unreadable.Message}");
        }
    }
}

using Notejam.ServiceDefaults;

namespace Notejam.Backup.Backups;

/// <summary>Gives one person's pads and notes back as a file. The database in use is not touched.</summary>
sealed class RestoreUser(BackupCatalog catalog, PostgresDatabase scratchServer, TimeProvider time, Progress progress)
{
    /// <summary>In place of a file: to whoever called, where there is no room for a file, as in a pod.</summary>
    public const string StandardOutput = "-";

    /// <summary>Returns the number of notes.</summary>
    /// <exception cref="ConfigurationException">
    /// The file is there already, or the backup does not know the person.
    /// </exception>
    public async Task<int> RunAsync(StoredBackup backup, string email, string output, CancellationToken cancel)
    {
        Check(output);
        await using var scratch = await ScratchDatabase.CreateAsync(scratchServer, backup, time, progress, cancel);
        await new RestoreBackup(catalog, progress).RunAsync(backup, scratch.Database, cancel);
        return await scratch.Database.ReportAsync(() => WriteAsync(scratch.Database, backup, email, output, cancel));
    }

    static void Check(string output)
    {
        if (output == StandardOutput)
        {
            if (Console.IsOutputRedirected) return;
            throw new ConfigurationException(
                "--output - writes a zip file to a terminal. Lead it into a file: > notes.zip");
        }
        if (Directory.Exists(output))
            throw new ConfigurationException(
                $"{output} is a folder. Name a file in it: --output {Path.Combine(output, "notes.zip")}");
        if (File.Exists(output))
            throw new ConfigurationException($"{output} is there already. Choose another --output.");
        if (!Directory.Exists(Path.GetDirectoryName(output)))
            throw new ConfigurationException(
                $"The folder {Path.GetDirectoryName(output)} does not exist. Make it, or choose another --output.");
    }

    static async Task<int> WriteAsync(
        PostgresDatabase database, StoredBackup backup, string email, string output, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var user = await UserArchive.FindAsync(connection, email, cancel)
            ?? throw new ConfigurationException(
                $"The backup {backup.Name} has no user with this address. " +
                "Look for the spelling, or name another --backup: Notejam.Backup list");
        var archive = new UserArchive(connection, user);
        if (output == StandardOutput)
        {
            await using var standard = Console.OpenStandardOutput();
            return await archive.WriteAsync(standard, cancel);
        }
        var notes = 0;
        await PrivateFile.WriteAsync(output, async file => notes = await archive.WriteAsync(file, cancel));
        return notes;
    }
}

using System.Globalization;
using Notejam.Backup.Backups;
using Notejam.Backup.Stores;

namespace Notejam.Backup.Commands;

/// <summary>The commands as a person uses them: results to the output, progress to the error stream.</summary>
sealed class BackupCommands(BackupResources resources, TextWriter output)
{
    static readonly TimeProvider Time = TimeProvider.System;

    readonly Progress progress = new(Console.Error, terminal: !Console.IsErrorRedirected, Time);

    BackupCatalog Catalog => resources.Catalog;

    ChooseBackup Choose => new(Catalog, Time, progress);

    public async Task BackupAsync(CancellationToken cancel)
    {
        var backup = await new TakeBackup(Catalog, await resources.DatabaseAsync(), Time, progress).RunAsync(cancel);
        await WriteAsync($"{backup.Name} is in {Catalog.Store.Name}: {Describe(backup)}.");
        if (resources.Warning is { } warning) await Console.Error.WriteLineAsync(warning);
    }

    public async Task ListAsync(CancellationToken cancel)
    {
        var names = await Catalog.NamesAsync(cancel);
        foreach (var name in names) await WriteAsync($"{name}  {await DescribeAsync(name, cancel)}");
        if (names.Count == 0) progress.Warn($"There is no backup in {Catalog.Store.Name}.");
    }

    public async Task VerifyAsync(string? name, CancellationToken cancel)
    {
        var backup = await Choose.FindAsync(name, cancel);
        await new VerifyBackup(Catalog, progress).RunAsync(backup, cancel);
        await WriteAsync($"{backup.Name} is whole: {Describe(backup)}.");
    }

    public async Task RestoreAsync(string? name, CancellationToken cancel)
    {
        var (backup, database) = (await Choose.FindAsync(name, cancel), await resources.DatabaseAsync());
        await new RestoreBackup(Catalog, progress).RunAsync(backup, database, cancel);
        await WriteAsync(
            $"{backup.Name} is restored to the database {database.Name}, every table equal: {Describe(backup)}.");
    }

    public async Task RestoreUserAsync(string? name, string email, string file, CancellationToken cancel)
    {
        var backup = await Choose.FindAsync(name, cancel);
        var toFile = file != RestoreUser.StandardOutput;
        var notes = await new RestoreUser(Catalog, await resources.ScratchServerAsync(), Time, progress)
            .RunAsync(backup, email, toFile ? Path.GetFullPath(file) : file, cancel);
        var where = toFile ? file : "the standard output";
        var told = toFile ? output : Console.Error;
        await told.WriteLineAsync($"{Counted.Of(notes, "note")} of {email} as of {backup.Name}, in {where}.");
    }

    public async Task DrillAsync(string? name, CancellationToken cancel)
    {
        var backup = await Choose.FindAsync(name, cancel);
        var drill = new Drill(Catalog, await resources.ScratchServerAsync(), Time, progress);
        var report = await drill.RunAsync(backup, cancel);
        foreach (var table in backup.Manifest.Tables.Where(NotejamSchema.Holds))
            await WriteAsync($"{table.Name}: {Counted.Of(table.Rows, "row")}, equal");
        var rto = report.Rto.TotalSeconds;
        var age = report.Age.TotalHours;
        var size = Progress.Bytes(backup.Manifest.Size);
        await WriteAsync($"{backup.Name} can be restored. RTO {rto:0.0} s, age {age:0.0} h, size {size}.");
    }

    public async Task PruneAsync(CancellationToken cancel)
    {
        if (Catalog.Folder is not { } folder)
        {
            await WriteAsync($"{Catalog.Store.Name} is pruned by the bucket's lifecycle rule; there is nothing to do.");
            return;
        }
        var removed = await new PruneBackups(Catalog, folder, resources.Retention, Time, progress).RunAsync(cancel);
        foreach (var name in removed) await WriteAsync($"{name} is removed.");
        await WriteAsync($"{removed.Count} removed.");
    }

    async Task<string> DescribeAsync(string name, CancellationToken cancel)
    {
        try
        {
            var backup = await Catalog.ReadAsync(name, cancel);
            return Choose.Doubt(backup) is { } doubt ? $"{Describe(backup)}. {doubt}" : Describe(backup);
        }
        catch (BadBackupException bad)
        {
            return bad.Message;
        }
    }

    static string Describe(StoredBackup backup)
    {
        var notes = backup.Manifest.Tables.FirstOrDefault(t => t.Name == "notes")?.Rows ?? 0;
        return $"{Progress.Bytes(backup.Manifest.Size)}, {Counted.Of(notes, "note")}, schema {backup.Manifest.Schema}";
    }

    Task WriteAsync(FormattableString line) => output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}

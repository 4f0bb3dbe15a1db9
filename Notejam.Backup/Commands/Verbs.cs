using System.Globalization;
using Notejam.Backup.Dumps;
using Notejam.Backup.Stores;

namespace Notejam.Backup.Commands;

/// <summary>The verbs as a person uses them: results to the output, progress to the error stream.</summary>
sealed class Verbs(Setup setup, TextWriter output)
{
    static readonly TimeProvider Time = TimeProvider.System;

    readonly Progress progress = new(Console.Error, terminal: !Console.IsErrorRedirected, Time);

    Backups Backups => setup.Backups;

    ChooseBackup Choose => new(Backups, Time, progress);

    public async Task BackupAsync(CancellationToken cancel)
    {
        var backup = await new TakeBackup(Backups, await setup.DatabaseAsync(), Time, progress).RunAsync(cancel);
        await SayAsync($"{backup.Name} is in {Backups.Store.Name}: {Describe(backup)}.");
        if (setup.Warning is { } warning) await Console.Error.WriteLineAsync(warning);
    }

    public async Task ListAsync(CancellationToken cancel)
    {
        var names = await Backups.NamesAsync(cancel);
        foreach (var name in names) await SayAsync($"{name}  {await DescribeAsync(name, cancel)}");
        if (names.Count == 0) progress.Warn($"There is no backup in {Backups.Store.Name}.");
    }

    public async Task VerifyAsync(string? name, CancellationToken cancel)
    {
        var backup = await Choose.FindAsync(name, cancel);
        await new VerifyBackup(Backups, progress).RunAsync(backup, cancel);
        await SayAsync($"{backup.Name} is whole: {Describe(backup)}.");
    }

    public async Task RestoreAsync(string? name, CancellationToken cancel)
    {
        var (backup, database) = (await Choose.FindAsync(name, cancel), await setup.DatabaseAsync());
        await new RestoreBackup(Backups, progress).RunAsync(backup, database, cancel);
        await SayAsync(
            $"{backup.Name} is restored to the database {database.Name}, every table equal: {Describe(backup)}.");
    }

    public async Task RestoreUserAsync(string? name, string email, string file, CancellationToken cancel)
    {
        var backup = await Choose.FindAsync(name, cancel);
        var toFile = file != RestoreUser.StandardOutput;
        var notes = await new RestoreUser(Backups, await setup.ScratchServerAsync(), Time, progress)
            .RunAsync(backup, email, toFile ? Path.GetFullPath(file) : file, cancel);
        var where = toFile ? file : "the standard output";
        var told = toFile ? output : Console.Error;
        await told.WriteLineAsync($"{Counted.Of(notes, "note")} of {email} as of {backup.Name}, in {where}.");
    }

    public async Task DrillAsync(string? name, CancellationToken cancel)
    {
        var backup = await Choose.FindAsync(name, cancel);
        var drill = new Drill(Backups, await setup.ScratchServerAsync(), Time, progress);
        var report = await drill.RunAsync(backup, cancel);
        foreach (var table in backup.Manifest.Tables.Where(NotejamsOwn.Is))
            await SayAsync($"{table.Name}: {Counted.Of(table.Rows, "row")}, equal");
        var rto = report.Rto.TotalSeconds;
        var age = report.Age.TotalHours;
        var size = Progress.Bytes(backup.Manifest.Size);
        await SayAsync($"{backup.Name} can be restored. RTO {rto:0.0} s, age {age:0.0} h, size {size}.");
    }

    public async Task PruneAsync(CancellationToken cancel)
    {
        if (Backups.Folder is not { } folder)
        {
            await SayAsync($"{Backups.Store.Name} is pruned by the bucket's lifecycle rule; there is nothing to do.");
            return;
        }
        var removed = await new PruneBackups(Backups, folder, setup.Retention, Time, progress).RunAsync(cancel);
        foreach (var name in removed) await SayAsync($"{name} is removed.");
        await SayAsync($"{removed.Count} removed.");
    }

    async Task<string> DescribeAsync(string name, CancellationToken cancel)
    {
        try
        {
            var backup = await Backups.ReadAsync(name, cancel);
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

    Task SayAsync(FormattableString line) => output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}

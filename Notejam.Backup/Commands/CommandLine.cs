using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Notejam.Backup.Worker;

namespace Notejam.Backup.Commands;

/// <summary>The commands and their options.</summary>
static class CommandLine
{
    static readonly Option<string?> Name = new("--backup")
    {
        Description = "A name that list shows; without it, the newest backup.",
        HelpName = "NAME",
    };
    static readonly Option<string?> User = new("--user")
    {
        Description = "Restore only this person's pads and notes, into a zip file; the database is not touched.",
        HelpName = "EMAIL",
    };
    static readonly Option<string?> Output = new("--output")
    {
        Description = "The zip file of --user, which must not exist; - is the standard output.",
        HelpName = "FILE",
    };

    public static Task<int> RunAsync(string[] args)
    {
        var root = Root();
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExitCodes((HelpAction)help.Action!);
        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction wrong) wrong.ShowHelp = false;
        return parsed.InvokeAsync(new InvocationConfiguration
        {
            // Time for what Ctrl-C interrupts to leave nothing half done.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
            EnableDefaultExceptionHandler = false,
        });
    }

    static RootCommand Root() => new("""
        Backs Notejam's database up, and brings it back. Settings come from the environment: ConnectionStrings__notejam,
        ConnectionStrings__scratch, Backup__Store, Backup__KmsKey, Backup__SigningKey, Backup__Schedule, Backup__RetentionDays,
        Backup__Drill (see docs/backup.md).
        """)
    {
        Create("backup", "Dumps the database into the store.", (_, commands, cancel) => commands.BackupAsync(cancel)),
        Create("list", "Shows the backups, newest first.", (_, commands, cancel) => commands.ListAsync(cancel)),
        Create("verify", "Reads a backup to its end and compares its SHA-256.",
            (parsed, commands, cancel) => commands.VerifyAsync(parsed.GetValue(Name), cancel), Name),
        Restore(),
        Create("drill", "Restores a backup to a scratch database, compares every table, and drops it again.",
            (parsed, commands, cancel) => commands.DrillAsync(parsed.GetValue(Name), cancel), Name),
        Create("prune",
            "Removes backups that are older than Backup__RetentionDays from a folder, never the newest good one.",
            (_, commands, cancel) => commands.PruneAsync(cancel)),
        Worker(),
    };

    static Command Restore()
    {
        var restore = Create("restore",
            "Restores a backup into the database, which must be empty, and compares every table.",
            (parsed, commands, cancel) => parsed.GetValue(User) is { } email
                ? commands.RestoreUserAsync(parsed.GetValue(Name), email, parsed.GetValue(Output)!, cancel)
                : commands.RestoreAsync(parsed.GetValue(Name), cancel),
            Name, User, Output);
        restore.Validators.Add(result =>
        {
            if (result.Errors.Any()) return;
            if (string.IsNullOrEmpty(result.GetValue(User)) != string.IsNullOrEmpty(result.GetValue(Output)))
                result.AddError(
                    "--user and --output go together: restore --user someone@example.org --output notes.zip");
        });
        return restore;
    }

    static Command Worker()
    {
        var worker = new Command("worker",
            "Runs until it is stopped: backs up daily at Backup__Schedule (UTC), verifies, drills and prunes; " +
            "serves /alive, /health and /metrics at Management__Port.");
        worker.SetAction((_, cancel) => ExitCode.OfAsync(() => WorkerHost.RunAsync(cancel), cancel));
        return worker;
    }

    static Command Create(
        string name,
        string description,
        Func<ParseResult, BackupCommands, CancellationToken, Task> run,
        params Option[] options)
    {
        var command = new Command(name, description);
        foreach (var option in options) command.Options.Add(option);
        command.SetAction((parsed, cancel) => ExitCode.OfAsync(async () =>
        {
            await using var resources = BackupResources.FromEnvironment();
            await run(parsed, new BackupCommands(resources, Console.Out), cancel);
        }, cancel));
        return command;
    }

    sealed class HelpWithExitCodes(HelpAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = help.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output.WriteLine(ExitCode.Help);
            return result;
        }
    }
}

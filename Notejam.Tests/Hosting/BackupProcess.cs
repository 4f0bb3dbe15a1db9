namespace Notejam.Tests.Hosting;

/// <summary>The backup program as a process of its own.</summary>
sealed class BackupProcess : IAsyncDisposable
{
    readonly RunningProcess process;

    BackupProcess(RunningProcess process) => this.process = process;

    public string Output => process.Output.TrimEnd('\n');
    public string Errors => process.Errors.TrimEnd('\n');

    static string Program { get; } = Repository.Program("Notejam.Backup");

    public static BackupProcess Launch(Dictionary<string, string> environment, params string[] arguments)
    {
        var all = new Dictionary<string, string> { ["Management__Port"] = $"{NotejamApp.FreePort()}" };
        foreach (var (key, value) in environment) all[key] = value;
        // A shell that starts the tests in the background has them ignore Ctrl-C, and their children would too.
        return new(RunningProcess.Start("env", ["--default-signal=INT", "dotnet", Program, .. arguments], all));
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Exit, string Output, string Errors)> RunAsync(
        Dictionary<string, string> environment, params string[] arguments)
    {
        await using var run = Launch(environment, arguments);
        return (await run.ExitAsync(), run.Output, run.Errors);
    }

    /// <summary>Runs a command to its end with its output in a file, and returns what it said beside.</summary>
    public static async Task<(int Exit, string Errors)> RunIntoAsync(
        string file, Dictionary<string, string> environment, params string[] arguments)
    {
        string[] intoFile = ["-c", "file=$1; shift; exec \"$@\" >\"$file\"", "sh", file];
        return await Tool.RunAsync("sh", [.. intoFile, "dotnet", Program, .. arguments], environment);
    }

    /// <summary>Waits until it has printed something.</summary>
    public Task PrintsAsync(string text) => process.PrintsAsync(text);

    public void Send(int signal) => process.Send(signal);

    public Task<int> ExitAsync() => process.ExitAsync();

    public ValueTask DisposeAsync() => process.DisposeAsync();
}

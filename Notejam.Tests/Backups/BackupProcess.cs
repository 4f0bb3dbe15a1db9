using System.Collections.Concurrent;
using System.Diagnostics;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Backups;

/// <summary>The backup program as a process of its own.</summary>
sealed class BackupProcess : IAsyncDisposable
{
    readonly ConcurrentQueue<string> output = new(), errors = new();
    readonly Process process;

    BackupProcess(Process process) => this.process = process;

    public string Output => string.Join('\n', output);
    public string Errors => string.Join('\n', errors);

    static string Program { get; } = Repository.Program("Notejam.Backup");

    public static BackupProcess Launch(Dictionary<string, string> environment, params string[] arguments)
    {
        // A shell that starts the tests in the background has them ignore Ctrl-C, and their children would too.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Management__Port"] = $"{NotejamApp.FreePort()}";
        foreach (var (key, value) in environment) start.Environment[key] = value;
        var started = new BackupProcess(Process.Start(start)!);
        started.process.OutputDataReceived += (_, line) => Add(started.output, line.Data);
        started.process.ErrorDataReceived += (_, line) => Add(started.errors, line.Data);
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<(int Exit, string Output, string Errors)> RunAsync(
        Dictionary<string, string> environment, params string[] arguments)
    {
        await using var run = Launch(environment, arguments);
        return (await run.ExitAsync(), run.Output, run.Errors);
    }

    /// <summary>Runs a verb to its end with its output in a file, and returns what it said beside.</summary>
    public static async Task<(int Exit, string Errors)> RunIntoAsync(
        string file, Dictionary<string, string> environment, params string[] arguments)
    {
        var settings = environment.Select(e => $"{e.Key}={e.Value}");
        string[] intoFile = ["sh", "-c", "file=$1; shift; exec \"$@\" >\"$file\"", "sh", file];
        return await Tool.RunAsync("env", "", [.. settings, .. intoFile, "dotnet", Program, .. arguments]);
    }

    /// <summary>Waits until it has said something.</summary>
    public Task SaysAsync(string text) => Until.TrueAsync(
        () =>
        {
            var says = Output.Contains(text, StringComparison.Ordinal);
            Assert.True(says || !process.HasExited, Output + Errors);
            return says;
        },
        $"it says: {text}");

    public void Send(int signal) => ServerProcesses.Send(process.Id, signal);

    public async Task<int> ExitAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    static void Add(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }
}

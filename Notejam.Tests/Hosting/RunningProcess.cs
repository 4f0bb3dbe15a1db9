using System.Collections.Concurrent;
using System.Diagnostics;

namespace Notejam.Tests.Hosting;

/// <summary>A program of the machine, and the lines that it has printed. It is killed where it has not ended.</summary>
sealed class RunningProcess : IAsyncDisposable
{
    /// <summary>To build an image, or an emulated cloud, takes ten minutes on a busy machine.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    readonly Process process;
    readonly Task reading;
    readonly ConcurrentQueue<string> output = new(), errors = new();

    RunningProcess(Process process)
    {
        this.process = process;
        reading = Task.WhenAll(
            KeepAsync(process.StandardOutput, output),
            KeepAsync(process.StandardError, errors));
    }

    public int Id => process.Id;
    public bool HasExited => process.HasExited;
    public string Output => string.Concat(output);
    public string Errors => string.Concat(errors);
    public string All => Output + Errors;

    /// <param name="program">Its path, or its name in PATH.</param>
    /// <param name="arguments">What it is started with.</param>
    /// <param name="environment">What it has beside the variables of the tests.</param>
    /// <param name="folder">Where it works; else in the repository.</param>
    /// <param name="input">What it may read; else what the tests may.</param>
    public static RunningProcess Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null,
        string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? Repository.Root,
            RedirectStandardInput = input is not null,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var running = new RunningProcess(Process.Start(start)!);
        if (input is null) return running;
        running.process.StandardInput.Write(input);
        running.process.StandardInput.Close();
        return running;
    }

    /// <summary>Waits until it answers there as somebody who is well.</summary>
    public async Task ReadyAsync(Uri address)
    {
        using var client = new HttpClient();
        await Until.TrueAsync(async () =>
        {
            Assert.False(HasExited, All);
            try
            {
                using var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, $"{address} answers");
    }

    /// <summary>Waits until it has printed something.</summary>
    public Task PrintsAsync(string text) => Until.TrueAsync(
        () =>
        {
            var hasEnded = HasExited && reading.IsCompleted;
            var isPrinted = All.Contains(text, StringComparison.Ordinal);
            Assert.True(isPrinted || !hasEnded, All);
            return isPrinted;
        },
        $"it prints: {text}");

    /// <summary>True unless it has ended already.</summary>
    public bool Send(int signal) => ServerProcesses.Send(Id, signal);

    public void Kill() => process.Kill();

    /// <summary>
    /// Its exit code, when it and those who print for it have ended; one that does not end fails the test instead of
    /// holding all of them up.
    /// </summary>
    public async Task<int> ExitAsync()
    {
        var ends = Task.WhenAll(process.WaitForExitAsync(TestContext.Current.CancellationToken), reading);
        await ends.WaitAsync(Longest, TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    static async Task KeepAsync(StreamReader reader, ConcurrentQueue<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line) lines.Enqueue(line + "\n");
    }
}

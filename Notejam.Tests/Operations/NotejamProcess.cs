using System.Collections.Concurrent;
using System.Diagnostics;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

/// <summary>The application as a process of its own, which can be stopped and killed.</summary>
public sealed class NotejamProcess : IAsyncDisposable
{
    readonly Process process;
    readonly ConcurrentQueue<string> output = new();

    NotejamProcess(Process process) => this.process = process;

    public Uri Address { get; private init; } = null!;
    public Uri Management { get; private init; } = null!;
    public int Id => process.Id;
    public bool HasExited => process.HasExited;
    public string Output => string.Join('\n', output);

    /// <summary>
    /// Starts it and does not wait; the environment is that of the test less what would configure it, and these.
    /// </summary>
    public static NotejamProcess Launch(Dictionary<string, string> environment, params string[] arguments) =>
        Launch(environment, arguments, umask: "022");

    public static NotejamProcess Launch(Dictionary<string, string> environment, string[] arguments, string umask)
    {
        var (port, management) = (NotejamApp.FreePort(), NotejamApp.FreePort());
        var program = Repository.Program("Notejam.Web");
        var start = new ProcessStartInfo("sh", ["-c", "umask \"$0\"; exec dotnet \"$@\"", umask, program, .. arguments])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "Notejam.Web"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Management__Port"] = $"{management}";
        start.Environment["Site__PublicUrl"] = "http://127.0.0.1";
        foreach (var (key, value) in environment) start.Environment[key] = value;
        var process = new NotejamProcess(Process.Start(start)!)
        {
            Address = new($"http://127.0.0.1:{port}"),
            Management = new($"http://127.0.0.1:{management}"),
        };
        process.process.OutputDataReceived += (_, line) => process.output.Enqueue(line.Data ?? "");
        process.process.ErrorDataReceived += (_, line) => process.output.Enqueue(line.Data ?? "");
        process.process.BeginOutputReadLine();
        process.process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<NotejamProcess> StartAsync(Dictionary<string, string> environment)
    {
        var started = Launch(environment);
        await started.ReadyAsync();
        return started;
    }

    public async Task ReadyAsync()
    {
        using var probe = new HttpClient { BaseAddress = Management };
        await Until.TrueAsync(async () =>
        {
            Assert.False(process.HasExited, Output);
            try
            {
                using var health = await probe.GetAsync("/health", TestContext.Current.CancellationToken);
                return health.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "it is ready");
    }

    public Person Visitor() => new(Address);

    public void Terminate() => Assert.True(ServerProcesses.Send(process.Id, ServerProcesses.SigTerm));

    public void Kill() => process.Kill();

    public async Task<int> ExitAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            Terminate();
            await process.WaitForExitAsync();
        }
        process.Dispose();
    }
}

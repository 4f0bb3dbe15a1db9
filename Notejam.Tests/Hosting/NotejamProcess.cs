namespace Notejam.Tests.Hosting;

/// <summary>The application as a process of its own, which can be stopped and killed.</summary>
public sealed class NotejamProcess : IAsyncDisposable
{
    readonly RunningProcess process;

    NotejamProcess(RunningProcess process) => this.process = process;

    public Uri Address { get; private init; } = null!;
    public Uri Management { get; private init; } = null!;
    public int Id => process.Id;
    public bool HasExited => process.HasExited;
    public string Output => process.All;

    /// <summary>
    /// Starts it and does not wait; the environment is that of the test less what would configure it, and these.
    /// </summary>
    public static NotejamProcess Launch(Dictionary<string, string> environment, params string[] arguments) =>
        Launch(environment, arguments, umask: "022");

    public static NotejamProcess Launch(Dictionary<string, string> environment, string[] arguments, string umask)
    {
        var (port, management) = (NotejamApp.FreePort(), NotejamApp.FreePort());
        var program = Repository.Program("Notejam.Web");
        var all = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["Management__Port"] = $"{management}",
            ["Site__PublicUrl"] = "http://127.0.0.1",
        };
        foreach (var (key, value) in environment) all[key] = value;
        string[] command = ["-c", "umask \"$0\"; exec dotnet \"$@\"", umask, program, .. arguments];
        return new(RunningProcess.Start("sh", command, all, Path.Combine(Repository.Root, "Notejam.Web")))
        {
            Address = new($"http://127.0.0.1:{port}"),
            Management = new($"http://127.0.0.1:{management}"),
        };
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<NotejamProcess> StartAsync(Dictionary<string, string> environment)
    {
        var started = Launch(environment);
        await started.ReadyAsync();
        return started;
    }

    public Task ReadyAsync() => process.ReadyAsync(new(Management, "/health"));

    public Person Visitor() => new(Address);

    public void Terminate() => Assert.True(process.Send(ServerProcesses.SigTerm));

    public void Kill() => process.Kill();

    public Task<int> ExitAsync() => process.ExitAsync();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            Terminate();
            await process.ExitAsync();
        }
        await process.DisposeAsync();
    }
}

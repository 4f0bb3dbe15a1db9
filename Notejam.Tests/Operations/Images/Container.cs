using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations.Images;

/// <summary>One that serves until it is stopped.</summary>
sealed class Container : IAsyncDisposable
{
    readonly RunningProcess process;

    Container(RunningProcess process) => this.process = process;

    public string Errors => process.Errors;

    /// <summary>Starts it as a pod would run and waits until it is ready.</summary>
    public static async Task<Container> StartAsync(
        string name, Dictionary<string, string> environment, Uri management, params string[] arguments)
    {
        var podman = RunningProcess.Start(Podman.Script, Podman.Restricted(name, environment, arguments));
        await podman.ReadyAsync(new(management, "/health"));
        return new Container(podman);
    }

    /// <summary>podman passes the signal on; the exit code is the program's.</summary>
    public async Task<int> StopAsync()
    {
        if (!process.HasExited) process.Send(ServerProcesses.SigTerm);
        return await process.ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await process.DisposeAsync();
    }
}

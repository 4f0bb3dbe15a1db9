using System.Diagnostics;
using System.Text;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations.Images;

/// <summary>One that serves until it is stopped.</summary>
sealed class Container : IAsyncDisposable
{
    readonly Process process;
    readonly StringBuilder errors = new();

    Container(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public string Errors => errors.ToString();

    /// <summary>Starts it as a pod would run and waits until it is ready.</summary>
    public static async Task<Container> StartAsync(
        string name, Dictionary<string, string> environment, Uri management, params string[] arguments)
    {
        var start = new ProcessStartInfo(Podman.Script, Podman.Restricted(name, environment, arguments))
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        var container = new Container(Process.Start(start)!);
        using var probe = new HttpClient { BaseAddress = management };
        while (!await container.IsReadyAsync(probe)) await Task.Delay(50, TestContext.Current.CancellationToken);
        return container;
    }

    /// <summary>podman passes the signal on; the exit code is the program's.</summary>
    public async Task<int> StopAsync()
    {
        if (!process.HasExited) ServerProcesses.Send(process.Id, ServerProcesses.SigTerm);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process.Dispose();
    }

    async Task<bool> IsReadyAsync(HttpClient probe)
    {
        Assert.False(process.HasExited, Errors);
        try
        {
            using var health = await probe.GetAsync("/health", TestContext.Current.CancellationToken);
            return health.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

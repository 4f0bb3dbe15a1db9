using System.Diagnostics;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>
/// moto, an AWS stand-in of other people's making, where it is installed. It knows no limits, no states and no
/// signatures.
/// </summary>
sealed class MotoServer : IAsyncDisposable
{
    readonly Process process;

    MotoServer(Process process) => this.process = process;

    public required Uri Address { get; init; }

    public static bool IsInstalled =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(p => File.Exists(Path.Combine(p, "moto_server")));

    public static async Task<MotoServer> StartAsync()
    {
        var port = NotejamApp.FreePort();
        var start = new ProcessStartInfo("moto_server", ["-H", "127.0.0.1", "-p", $"{port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        var moto = new MotoServer(process) { Address = new($"http://127.0.0.1:{port}") };
        using var probe = new HttpClient();
        while (!await AnswersAsync(probe, moto.Address))
        {
            Assert.False(process.HasExited, "moto_server has ended.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        return moto;
    }

    static async Task<bool> AnswersAsync(HttpClient probe, Uri address)
    {
        try
        {
            var api = new Uri(address, "/moto-api/");
            using var answer = await probe.GetAsync(api, TestContext.Current.CancellationToken);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}

using System.Diagnostics;
using System.Net.Sockets;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

/// <summary>The README's command, as a newcomer types it.</summary>
public sealed class RunScriptTests(Postgres postgres) : IDisposable
{
    readonly string data = TempFolder.Create("run");
    readonly int port = NotejamApp.FreePort(), management = NotejamApp.FreePort(), prometheus = NotejamApp.FreePort();

    readonly HttpClient client = new();
    Process run = null!;

    public void Dispose()
    {
        if (!run.HasExited) run.Kill(entireProcessTree: true);
        run.Dispose();
        client.Dispose();
        Directory.Delete(data, recursive: true);
        var written = Path.Combine(Repository.Root, "artifacts", $"prometheus-{prometheus}");
        if (Directory.Exists(written)) Directory.Delete(written, recursive: true);
    }

    [Fact]
    public async Task With_prometheus_it_serves_is_scraped_with_the_rules_loaded_and_both_end_together()
    {
        await StartAsync();
        var up = new Uri($"http://127.0.0.1:{prometheus}/api/v1/query?query=up%7Bjob%3D%22web%22%7D%3D%3D1");
        await Until.TrueAsync(() =>
        {
            Assert.False(run.HasExited, "run.sh has ended");
            return AnswersAsync(up, management.ToString(System.Globalization.CultureInfo.InvariantCulture));
        });
        Assert.True(await AnswersAsync(new($"http://127.0.0.1:{port}/signin/"), "Sign in"));
        Assert.True(await AnswersAsync(new($"http://127.0.0.1:{prometheus}/api/v1/rules"), "ErrorBudgetBurnsFast"));

        ServerProcesses.Send(run.Id, ServerProcesses.SigTerm);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Until.TrueAsync(async () => !await AnswersAsync(up, ""));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, prometheus);
        taken.Start();
        await StartAsync();
        var said = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"Port {prometheus} is taken", said, StringComparison.Ordinal);
    }

    async Task StartAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "run.sh"), ["--with-prometheus"]) { RedirectStandardError = true };
        start.Environment["ConnectionStrings__notejam"] = await postgres.CreateDatabaseAsync();
        start.Environment["NOTEJAM_DATA"] = data;
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Management__Port"] = $"{management}";
        start.Environment["NOTEJAM_PROMETHEUS_PORT"] = $"{prometheus}";
        run = Process.Start(start)!;
    }

    async Task<bool> AnswersAsync(Uri address, string text)
    {
        try
        {
            return (await client.GetStringAsync(address, TestContext.Current.CancellationToken)).Contains(text, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

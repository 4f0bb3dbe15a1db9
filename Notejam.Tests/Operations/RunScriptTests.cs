using System.Net.Sockets;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

/// <summary>The README's command, as a newcomer types it.</summary>
public sealed class RunScriptTests(Postgres postgres) : IAsyncDisposable
{
    readonly string data = TempFolder.Create("run");
    readonly int port = NotejamApp.FreePort(), management = NotejamApp.FreePort(), prometheus = NotejamApp.FreePort();

    readonly HttpClient client = new();
    RunningProcess run = null!;

    public async ValueTask DisposeAsync()
    {
        await run.DisposeAsync();
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
        Assert.False(await AnswersAsync(new($"http://127.0.0.1:{prometheus}/api/v1/targets"), "\"health\":\"down\""));
        // The script has become the application, which needs no right of root's.
        var status = await File.ReadAllTextAsync($"/proc/{run.Id}/status", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("Uid:\t0\t", status, StringComparison.Ordinal);

        run.Send(ServerProcesses.SigTerm);
        await run.ExitAsync();
        await Until.TrueAsync(async () => !await AnswersAsync(up, ""));
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS")]
    [InlineData("Management__Port")]
    [InlineData("NOTEJAM_PROMETHEUS_PORT")]
    public async Task A_port_that_is_taken_is_named_before_anything_is_built(string setting)
    {
        var wanted = setting switch { "ASPNETCORE_URLS" => port, "Management__Port" => management, _ => prometheus };
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, wanted);
        taken.Start();
        await StartAsync();
        Assert.Equal(1, await run.ExitAsync());
        Assert.Contains($"Port {wanted} is taken", run.All, StringComparison.Ordinal);
        Assert.Contains($"{setting}=", run.All, StringComparison.Ordinal);
        Assert.DoesNotContain("Building", run.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", 0, "Usage: ./run.sh [--with-prometheus]")]
    [InlineData("--with-prometeus", 2, "'--with-prometeus' is not an option of run.sh.")]
    [InlineData("migrate", 2, "'migrate' is not an option of run.sh.")]
    public async Task Help_and_what_it_does_not_know_start_nothing(string argument, int exit, string words)
    {
        await StartAsync(argument);
        Assert.Equal(exit, await run.ExitAsync());
        Assert.Contains(words, run.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run.sh")]
    [InlineData("backup.sh")]
    [InlineData("test.sh")]
    public async Task A_variable_that_nobody_reads_is_named(string script)
    {
        run = Start(script, [], new() { ["NOTEJAM_DATE"] = data });
        Assert.Equal(1, await run.ExitAsync());
        Assert.Contains("NOTEJAM_DATE is not a setting.", run.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_while_it_builds_it_leaves_no_build_behind()
    {
        await StartAsync(null);
        await Until.TrueAsync(() => Builds().Any());
        run.Send(ServerProcesses.SigTerm);
        Assert.Equal(143, await run.ExitAsync());
        await Until.TrueAsync(() => !Builds().Any());
        // It did not come to its end, either.
        Assert.Empty(Directory.EnumerateFiles(data, "Notejam.Web.dll", SearchOption.AllDirectories));
    }

    /// <summary>Those that the script has started, by its environment.</summary>
    IEnumerable<string> Builds() =>
        from process in Directory.GetDirectories("/proc")
        where Read(process, "cmdline").Contains("\0publish\0", StringComparison.Ordinal)
            && Read(process, "environ").Contains($"NOTEJAM_DATA={data}\0", StringComparison.Ordinal)
        select process;

    static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file));
        }
        catch (Exception over) when (over is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    static RunningProcess Start(string script, string[] arguments, Dictionary<string, string> environment) =>
        RunningProcess.Start(Path.Combine(Repository.Root, script), arguments, environment);

    async Task StartAsync(string? argument = "--with-prometheus") =>
        run = Start("run.sh", argument is null ? [] : [argument], new()
        {
            ["ConnectionStrings__notejam"] = await postgres.CreateDatabaseAsync(),
            ["NOTEJAM_DATA"] = data,
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["Management__Port"] = $"{management}",
            ["NOTEJAM_PROMETHEUS_PORT"] = $"{prometheus}",
        });

    async Task<bool> AnswersAsync(Uri address, string text)
    {
        try
        {
            var answer = await client.GetStringAsync(address, TestContext.Current.CancellationToken);
            return answer.Contains(text, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

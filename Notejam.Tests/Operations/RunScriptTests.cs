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
        Assert.False(await AnswersAsync(new($"http://127.0.0.1:{prometheus}/api/v1/targets"), "\"health\":\"down\""));
        // The script has become the application, which needs no right of root's.
        var status = await File.ReadAllTextAsync($"/proc/{run.Id}/status", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("Uid:\t0\t", status, StringComparison.Ordinal);

        ServerProcesses.Send(run.Id, ServerProcesses.SigTerm);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
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
        var said = await EndAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"Port {wanted} is taken", said, StringComparison.Ordinal);
        Assert.Contains($"{setting}=", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Building", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", 0, "Usage: ./run.sh [--with-prometheus]")]
    [InlineData("--with-prometeus", 2, "'--with-prometeus' is not an option of run.sh.")]
    [InlineData("migrate", 2, "'migrate' is not an option of run.sh.")]
    public async Task Help_and_what_it_does_not_know_start_nothing(string argument, int exit, string words)
    {
        await StartAsync(argument);
        var said = await EndAsync();
        Assert.Equal(exit, run.ExitCode);
        Assert.Contains(words, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run.sh")]
    [InlineData("backup.sh")]
    [InlineData("test.sh")]
    public async Task A_variable_that_nobody_reads_is_named(string script)
    {
        var start = Script(script);
        start.Environment["NOTEJAM_DATE"] = data;
        run = Process.Start(start)!;
        Assert.Contains("NOTEJAM_DATE is not a setting.", await EndAsync(), StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task Stopped_while_it_builds_it_leaves_no_build_behind()
    {
        await StartAsync(null);
        await Until.TrueAsync(() => Builds().Any());
        ServerProcesses.Send(run.Id, ServerProcesses.SigTerm);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(143, run.ExitCode);
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

    static ProcessStartInfo Script(string name, params string[] arguments) =>
        new(Path.Combine(Repository.Root, name), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    async Task<string> EndAsync()
    {
        var output = run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await output + await errors;
    }

    async Task StartAsync(string? argument = "--with-prometheus")
    {
        var start = Script("run.sh", argument is null ? [] : [argument]);
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
            var answer = await client.GetStringAsync(address, TestContext.Current.CancellationToken);
            return answer.Contains(text, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

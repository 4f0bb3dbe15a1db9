using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Worker;

/// <summary>The worker as a process, as a cluster sees it.</summary>
public sealed class WorkerProcessTests(Postgres postgres)
{
    [Fact]
    public async Task Serves_its_probes_and_metrics_makes_a_drilled_backup_and_ends_with_0_when_told_to()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        var port = NotejamApp.FreePort();
        await using var worker = BackupProcess.Launch(new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ConnectionStrings__notejam"] = site.Connection,
            ["Backup__Store"] = site.Folder,
            ["Management__Port"] = $"{port}",
        }, "worker");
        await worker.PrintsAsync("was restored to a scratch database in");
        await worker.PrintsAsync("The next backup is due at");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        foreach (var probe in new[] { "/alive", "/health" })
        {
            using var answer = await client.GetAsync(probe, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        var metrics = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        string[] gauges =
        [
            "notejam_backup_age_seconds", "notejam_backup_size_bytes",
            "notejam_backup_duration_seconds", "notejam_backup_rto_seconds",
        ];
        foreach (var series in gauges) Assert.Matches($@"(?m)^{series}(\{{[^}}]*\}})? [0-9.E+-]+", metrics);
        Assert.Matches(@"(?m)^notejam_backup_runs_total\{.*result=""succeeded"".*\} 1\b", metrics);
        Assert.Matches(@"(?m)^notejam_backup_runs_total\{.*result=""failed"".*\} 0\b", metrics);
        Assert.DoesNotContain("Host=", metrics, StringComparison.Ordinal);

        worker.Send(ServerProcesses.SigTerm);
        Assert.Equal(0, await worker.ExitAsync());
    }

    /// <summary>What an operator can mend is told in a line; a trace would say that the program is wrong.</summary>
    [Fact]
    public async Task A_drill_that_fails_is_told_as_a_drill_and_without_a_trace()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        await using var worker = BackupProcess.Launch(new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ConnectionStrings__notejam"] = site.Connection,
            ["ConnectionStrings__scratch"] = "Host=127.0.0.1;Port=1;Username=none;Password=none",
            ["Backup__Store"] = site.Folder,
        }, "worker");
        await worker.PrintsAsync("The drill failed: The database postgres at 127.0.0.1:1: ");
        await worker.PrintsAsync("The next backup is due at");
        Assert.DoesNotContain("   at ", worker.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_ends_it_with_1_and_is_named()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        await using var app = NotejamApp.Start(site.Connection);
        var (exit, _, errors) = await BackupProcess.RunAsync(new()
        {
            ["ConnectionStrings__notejam"] = site.Connection,
            ["Backup__Store"] = site.Folder,
            ["Management__Port"] = $"{app.Management.Port}",
        }, "worker");
        Assert.Equal(1, exit);
        const string Taken = "address already in use. Choose another port with Management__Port=8082";
        Assert.Contains(Taken, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }
}

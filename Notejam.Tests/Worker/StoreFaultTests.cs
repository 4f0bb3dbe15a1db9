using Microsoft.Extensions.Configuration;
using Notejam.Backup;
using Notejam.Backup.Backups;
using Notejam.Tests.Hosting;
using Notejam.Tests.Stores.Faulty;

namespace Notejam.Tests.Worker;

/// <summary>The worker before an S3 that goes wrong.</summary>
public sealed class StoreFaultTests(Postgres postgres) : IAsyncLifetime
{
    readonly WorkerClock time = new();
    string connection = "";
    FaultyS3 s3 = null!;

    public async ValueTask InitializeAsync()
    {
        connection = await postgres.CreateDatabaseAsync();
        s3 = await FaultyS3.StartAsync();
    }

    public ValueTask DisposeAsync() => s3.DisposeAsync();

    [Theory]
    [InlineData("list", "clock")]
    [InlineData("put dump", "stall")]
    [InlineData("put manifest.json", "slow down")]
    [InlineData("get dump", "stall in the body")]
    [InlineData("get dump", "cut in the body")]
    public async Task A_failure_ends_and_the_worker_goes_on_to_one_whole_backup(string call, string how)
    {
        s3.Fail(call, how);
        await using var running = await StartAsync();
        await running.CountAsync("failed", 1);
        s3.Heal();
        await time.PassAsync(TimeSpan.FromMinutes(1));
        await running.CountAsync("succeeded", 1);
        Assert.Equal(["dump", "manifest.json"], Stored());
    }

    [Theory]
    [InlineData("put dump", "lost answer")]
    [InlineData("put manifest.json", "lost answer")]
    [InlineData("put dump", "conflict")]
    public async Task What_passes_is_no_failure(string call, string how)
    {
        s3.Fail(call, how, times: 1);
        await using var running = await StartAsync();
        await running.CountAsync("succeeded", 1);
        Assert.Equal(["dump", "manifest.json"], Stored());
    }

    IEnumerable<string> Stored() =>
        s3.Objects.Keys
            .Where(k => k.StartsWith("prefix/2026-", StringComparison.Ordinal))
            .Select(k => k.Split('/')[^1]);

    Task<RunningWorker> StartAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:notejam"] = connection,
            ["Backup:Drill"] = "false",
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var resources = new BackupResources(configuration, "Production") { Catalog = new BackupCatalog(s3.Store()) };
        return RunningWorker.StartAsync(resources, time);
    }
}

using Notejam.Tests.Hosting;

namespace Notejam.Tests.Monitoring;

/// <summary>A worker that has made its first backup, to be scraped.</summary>
sealed class RunningBackups : IAsyncDisposable
{
    readonly BackupProcess worker;
    readonly BackupSite site;

    RunningBackups(BackupProcess worker, BackupSite site) => (this.worker, this.site) = (worker, site);

    public required string Management { get; init; }

    public static async Task<RunningBackups> StartAsync(string connection)
    {
        var (site, port) = (new BackupSite(connection), NotejamApp.FreePort());
        var worker = BackupProcess.Launch(new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ConnectionStrings__notejam"] = connection,
            ["Backup__Store"] = site.Folder,
            ["Management__Port"] = $"{port}",
        }, "worker");
        await worker.PrintsAsync("The next backup is due at");
        return new RunningBackups(worker, site) { Management = $"127.0.0.1:{port}" };
    }

    public async ValueTask DisposeAsync()
    {
        await worker.DisposeAsync();
        site.Dispose();
    }
}

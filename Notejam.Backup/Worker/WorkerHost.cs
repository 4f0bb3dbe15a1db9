using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Notejam.ServiceDefaults;
using Notejam.ServiceDefaults.Health;
using Notejam.ServiceDefaults.Telemetry;

namespace Notejam.Backup.Worker;

/// <summary>The worker as a process: probes on the management port, and nothing else to be reached.</summary>
static class WorkerHost
{
    public static async Task RunAsync(CancellationToken cancel)
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddServiceDefaults("notejam-backup", "Notejam.Backup", alone: true);
        await using var resources = new BackupResources(builder.Configuration, builder.Environment.EnvironmentName);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // What ends the program is told by it, in a line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // What is set wrongly stops the start.
        _ = resources.Catalog;
        _ = await resources.DatabaseAsync();
        builder.Services.AddSingleton(resources);
        builder.Services.AddInstruments<BackupMetrics>();
        builder.Services.AddHostedService<BackupWorker>();

        await using var app = builder.Build();
        app.MapDefaultEndpoints();
        await app.RunOnFreePortsAsync(cancel);
    }
}

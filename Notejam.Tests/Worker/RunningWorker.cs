using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Notejam.Backup;
using Notejam.Backup.Worker;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Worker;

/// <summary>The worker without its process, and what it measures.</summary>
sealed class RunningWorker : IAsyncDisposable
{
    readonly ServiceProvider services = new ServiceCollection()
        .AddMetrics()
        .AddLogging(logging => logging.AddSimpleConsole())
        .BuildServiceProvider();
    readonly MeterListener listener = new();
    readonly ConcurrentDictionary<string, long> runs = new();
    readonly BackupResources resources;
    readonly BackupWorker worker;
    double? age;

    RunningWorker(BackupResources resources, TimeProvider time)
    {
        this.resources = resources;
        var meters = services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Scope == meters) listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (instrument.Name != "notejam.backup.runs") return;
            var result = (string)tags[0].Value!;
            runs.AddOrUpdate(result, value, (_, sum) => sum + value);
        });
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) =>
        {
            if (instrument.Name == "notejam.backup.age") age = value;
        });
        listener.Start();
        var metrics = new BackupMetrics(meters.Create("test"), time);
        worker = new BackupWorker(resources, metrics, time, services.GetRequiredService<ILogger<BackupWorker>>());
    }

    public static async Task<RunningWorker> StartAsync(BackupResources resources, TimeProvider time)
    {
        var running = new RunningWorker(resources, time);
        await running.worker.StartAsync(TestContext.Current.CancellationToken);
        return running;
    }

    /// <summary>Seconds; null if there is no such series.</summary>
    public double? Age()
    {
        age = null;
        listener.RecordObservableInstruments();
        return age;
    }

    /// <summary>Waits until so many runs have ended like this.</summary>
    public Task CountAsync(string result, long count) => Until.TrueAsync(() => runs.GetValueOrDefault(result) >= count);

    /// <summary>Waits until the age is this.</summary>
    public Task AgeAsync(TimeSpan expected) => Until.TrueAsync(() => Age() == expected.TotalSeconds);

    public async ValueTask DisposeAsync()
    {
        await worker.StopAsync(CancellationToken.None);
        worker.Dispose();
        await resources.DisposeAsync();
        listener.Dispose();
        await services.DisposeAsync();
    }
}

using System.Diagnostics.Metrics;
using Notejam.Backup.Backups;

namespace Notejam.Backup.Worker;

/// <summary>What the alert BackupTooOld and the dashboard are made of.</summary>
sealed class BackupMetrics
{
    readonly Gauge<long> size;
    readonly Gauge<double> duration, rto;
    readonly Counter<long> runs;
    readonly TimeProvider time;
    StoredBackup? verified;

    public BackupMetrics(Meter meter, TimeProvider time)
    {
        this.time = time;
        meter.CreateObservableGauge(
            "notejam.backup.age", Age, "s", "Time since the newest verified backup; absent until one is verified.");
        size = meter.CreateGauge<long>("notejam.backup.size", "By", "Size of the newest verified backup.");
        duration = meter.CreateGauge<double>("notejam.backup.duration", "s", "How long the last backup took.");
        rto = meter.CreateGauge<double>(
            "notejam.backup.rto", "s", "How long the last drill took to restore and compare.");
        runs = meter.CreateCounter<long>(
            "notejam.backup.runs", "{run}", "Runs of backup, verification, drill and pruning.");
        foreach (var result in new[] { "succeeded", "failed" })
            runs.Add(0, KeyValuePair.Create<string, object?>("result", result));
    }

    IEnumerable<Measurement<double>> Age() => verified is { } newest
        ? [new((time.GetUtcNow() - newest.Manifest.TakenAt).TotalSeconds)]
        : [];

    public void Verified(StoredBackup backup)
    {
        verified = backup;
        size.Record(backup.Manifest.Size);
    }

    public void TookBackup(TimeSpan time) => duration.Record(time.TotalSeconds);

    public void Restored(DrillReport report) => rto.Record(report.Rto.TotalSeconds);

    public void Ran(bool succeeded) =>
        runs.Add(1, KeyValuePair.Create<string, object?>("result", succeeded ? "succeeded" : "failed"));
}

namespace Notejam.Backup.Snapshots;

/// <summary>How things stand, in the units of CloudWatch.</summary>
sealed record ReconcileReport
{
    public required string Instance { get; init; }

    /// <summary>Since the end of the newest complete export; null when there is none.</summary>
    public required double? HoursSinceExport { get; init; }

    /// <summary>Of all instances in the Region: RDS allows 100 together.</summary>
    public required int ManualSnapshots { get; init; }

    /// <summary>Snapshots whose export has failed and not succeeded since.</summary>
    public required int FailedExports { get; init; }

    public required Steps Steps { get; init; }

    /// <summary>
    /// One object that is both the report and its metrics, in CloudWatch's embedded metric format
    /// (docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
    /// A metric without a value is left out, so that an alarm can treat it as missing.
    /// </summary>
    public Dictionary<string, object> ToMetrics(DateTimeOffset now)
    {
        Dictionary<string, object> metrics = new()
        {
            [nameof(ManualSnapshots)] = ManualSnapshots,
            [nameof(FailedExports)] = FailedExports,
            ["FailedSteps"] = Steps.Failures.Count,
        };
        if (HoursSinceExport is { } hours) metrics[nameof(HoursSinceExport)] = hours;
        var directive = new
        {
            Namespace = "Notejam/Backup",
            Dimensions = new[] { new[] { nameof(Instance) } },
            Metrics = metrics.Keys.Select(name => new { Name = name }),
        };
        return new(metrics)
        {
            ["_aws"] = new { Timestamp = now.ToUnixTimeMilliseconds(), CloudWatchMetrics = new[] { directive } },
            ["function"] = "reconcile",
            [nameof(Instance)] = Instance,
            ["done"] = Steps.Done,
            ["postponed"] = Steps.Postponed,
            ["failed"] = Steps.Failures.Select(f => f.Message),
        };
    }
}

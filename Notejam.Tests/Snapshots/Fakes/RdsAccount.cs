using System.Text.RegularExpressions;

namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>
/// An AWS account with one database, as strict as RDS: states, limits, and names that are taken. It also keeps a record
/// of everything, so that tests can tell what happened from what is left.
/// </summary>
public sealed partial class RdsAccount(TimeProvider clock)
{
    public const string Instance = "notejam-production";
    public const string Bucket = "notejam-exports", Prefix = "exports/production";
    public const string Role = "arn:aws:iam::123456789012:role/notejam-export", Key = "alias/notejam-export";
    public const int ConcurrentExports = 5;

    public List<FakeSnapshot> Snapshots { get; } = [];
    public List<FakeSnapshot> Everything { get; } = [];
    public List<FakeExport> Exports { get; } = [];

    public int Quota { get; set; } = 100;
    public bool InstanceIsBusy { get; set; }

    /// <summary>Exports of other teams that run now.</summary>
    public int ForeignExports { get; set; }

    /// <summary>What is wrong with the role, the key or the bucket, as a code.</summary>
    public string? ExportsRefused { get; set; }

    public Func<Outcome> NextSnapshot { get; set; } = () => new(TimeSpan.FromMinutes(5));
    public Func<FakeSnapshot, Outcome> NextExport { get; set; } = _ => new(TimeSpan.FromMinutes(30));

    /// <summary>An RDS event: its id, the snapshot, and when it happens.</summary>
    public event Action<string, FakeSnapshot, DateTimeOffset> Happens = delegate { };

    DateTimeOffset Now => clock.GetUtcNow();

    public IEnumerable<FakeSnapshot> Manual => Snapshots.Where(s => s.Type == "manual");

    /// <summary>When a status will next change by itself.</summary>
    public DateTimeOffset NextChange => Snapshots.Select(s => s.ReadyAt)
        .Concat(Exports.Select(e => e.EndAt))
        .Where(t => t > Now)
        .DefaultIfEmpty(DateTimeOffset.MaxValue)
        .Min();

    public FakeSnapshot Snapshot(string name) =>
        Snapshots.Find(s => s.Name == name)
        ?? throw new RdsException("DBSnapshotNotFound", $"DBSnapshot not found: {name}", 404);

    /// <summary>A snapshot that is there already, by whoever and as old as it may be.</summary>
    public FakeSnapshot Add(
        string name, string instance = Instance, string type = "manual", string status = "available",
        DateTimeOffset? at = null)
    {
        var created = at ?? Now - TimeSpan.FromHours(1);
        var ready = status == "creating" ? DateTimeOffset.MaxValue : created;
        FakeSnapshot added = new(name, instance, type, created, ready, status == "failed");
        Snapshots.Add(added);
        Everything.Add(added);
        return added;
    }

    /// <summary>An export that has ended, or with any other status still runs.</summary>
    public FakeExport AddExport(string id, FakeSnapshot of, string status = "COMPLETE", DateTimeOffset? end = null)
    {
        var at = end ?? Now - TimeSpan.FromMinutes(10);
        var ended = status is "COMPLETE" or "FAILED" ? at : DateTimeOffset.MaxValue;
        FakeExport added = new(id, of.Arn, Bucket, at, at, ended, status == "FAILED");
        Exports.Add(added);
        return added;
    }

    public FakeSnapshot CreateSnapshot(string instance, string name)
    {
        Require(SnapshotName().IsMatch(name), $"Invalid snapshot identifier: {name}");
        if (instance != Instance)
            throw new RdsException("DBInstanceNotFound", $"DBInstance {instance} not found.", 404);
        if (Snapshots.Exists(s => s.Name == name))
        {
            throw new RdsException(
                "DBSnapshotAlreadyExists",
                $"Cannot create the snapshot because a snapshot with the identifier {name} already exists.");
        }
        // While a snapshot is being made, the instance is "backing-up".
        if (InstanceIsBusy || Snapshots.Exists(s => s.Instance == instance && s.Status(Now) == "creating"))
            throw new RdsException("InvalidDBInstanceState", $"DBInstance {instance} is not in the available state.");
        if (Manual.Count() >= Quota)
            throw new RdsException("SnapshotQuotaExceeded", "Cannot create more than 100 manual snapshots.");

        var outcome = NextSnapshot();
        FakeSnapshot made = new(name, instance, "manual", Now, Now + outcome.Takes, outcome.Fails);
        Snapshots.Add(made);
        Everything.Add(made);
        Happens("RDS-EVENT-0040", made, Now);
        if (!outcome.Fails) Happens("RDS-EVENT-0042", made, made.ReadyAt);
        return made;
    }

    public FakeSnapshot DeleteSnapshot(string name)
    {
        var doomed = Snapshot(name);
        if (doomed.Type != "manual")
            throw new RdsException("InvalidDBSnapshotState", "Only manual snapshots may be deleted.");
        if (doomed.Status(Now) == "creating")
        {
            throw new RdsException(
                "InvalidDBSnapshotState",
                "Cannot delete the snapshot because it is not currently in the available or failed state.");
        }
        Snapshots.Remove(doomed);
        Happens("RDS-EVENT-0041", doomed, Now);
        return doomed;
    }

    public FakeExport StartExport(string id, string arn, string bucket, string prefix, string role, string key)
    {
        Require(ExportName().IsMatch(id), $"Invalid export identifier: {id}");
        if (Exports.Exists(e => e.Id == id))
            throw new RdsException("ExportTaskAlreadyExists", $"Export task {id} already exists.");
        var source = Snapshots.Find(s => s.Arn == arn)
            ?? throw new RdsException("DBSnapshotNotFound", $"DBSnapshot not found: {arn}", 404);
        if (source.Status(Now) != "available")
            throw new RdsException("InvalidExportSourceState", $"{source.Name} cannot be exported now.");
        if (Exports.Count(e => e.IsLive(Now)) + ForeignExports >= ConcurrentExports)
        {
            throw new RdsException(
                "ExportTaskLimitReachedFault", "You have reached the limit of 5 concurrent export tasks.");
        }
        if (ExportsRefused is { } code)
        {
            var status = code == "IamRoleNotFound" ? 404 : 400;
            throw new RdsException(code, "The role, the key or the bucket cannot be used.", status);
        }
        var isOfTheSettings = bucket == Bucket && prefix == Prefix && role == Role && key == Key;
        Require(isOfTheSettings, "The bucket, the prefix, the role or the key is not the one of the settings.");

        var outcome = NextExport(source);
        FakeExport started = new(id, arn, bucket, Now, Now + outcome.Takes / 2, Now + outcome.Takes, outcome.Fails);
        Exports.Add(started);
        Happens(outcome.Fails ? "RDS-EVENT-0159" : "RDS-EVENT-0161", source, started.EndAt);
        return started;
    }

    static void Require(bool valid, string message)
    {
        if (!valid) throw new RdsException("InvalidParameterValue", message);
    }

    [GeneratedRegex("^(?=.{1,255}$)[a-z](-?[a-z0-9])*$")]
    private static partial Regex SnapshotName();

    [GeneratedRegex("^(?=.{1,60}$)[A-Za-z](-?[A-Za-z0-9])*$")]
    private static partial Regex ExportName();
}

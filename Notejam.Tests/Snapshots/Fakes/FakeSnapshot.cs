using Notejam.Tests.Models;

namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>
/// A snapshot in the fake account. What becomes of it is decided when it is made, and seen when its time has come.
/// </summary>
public sealed record FakeSnapshot(
    string Name, string Instance, string Type, DateTimeOffset CreatedAt, DateTimeOffset ReadyAt, bool Fails)
{
    public string Arn => $"arn:aws:rds:{SignatureV4.Region}:123456789012:snapshot:{Name}";

    public string Status(DateTimeOffset now) => now < ReadyAt ? "creating" : Fails ? "failed" : "available";
}

/// <summary>An export in the fake account.</summary>
public sealed record FakeExport(
    string Id, string SnapshotArn, string Bucket,
    DateTimeOffset StartedAt, DateTimeOffset ProgressAt, DateTimeOffset EndAt, bool Fails)
{
    public string Status(DateTimeOffset now) =>
        now < ProgressAt ? "STARTING"
        : now < EndAt ? "IN_PROGRESS"
        : Fails ? "FAILED" : "COMPLETE";

    public bool IsLive(DateTimeOffset now) => now < EndAt;
}

/// <summary>How long the next snapshot or export takes, and how it ends.</summary>
public readonly record struct Outcome(TimeSpan Takes, bool Fails = false);

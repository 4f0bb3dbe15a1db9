namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>Time that stands still until it is moved.</summary>
public sealed class SimulatedClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}

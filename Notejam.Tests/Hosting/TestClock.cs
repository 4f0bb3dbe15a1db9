namespace Notejam.Tests.Hosting;

/// <summary>
/// The real time, moved: timers go on, so that the whole application runs by it. What stands alone is tested with a
/// FakeTimeProvider, in which nothing happens until the test says so.
/// </summary>
public sealed class TestClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;

    /// <summary>Makes it this time now; it goes on from there.</summary>
    public void Set(DateTimeOffset now) => Ahead = now - System.GetUtcNow();
}

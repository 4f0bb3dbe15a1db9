namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>
/// Delivers events as best it can: most once and at once, some twice, some hours late and so out of order, some never.
/// </summary>
sealed class FakeEventBridge(Agenda agenda, Random random)
{
    public int Lost { get; private set; }

    /// <returns>False if the event is lost.</returns>
    public bool Send(DateTimeOffset at, Func<Task> target)
    {
        var luck = random.NextDouble();
        if (luck < 0.1)
        {
            Lost++;
            return false;
        }
        agenda.At(at + Delay(), target);
        if (luck > 0.85) agenda.At(at + Delay(), target);
        return true;
    }

    /// <summary>EventBridge tries for up to 24 hours.</summary>
    TimeSpan Delay() => random.NextDouble() < 0.8
        ? TimeSpan.FromSeconds(random.Next(60))
        : TimeSpan.FromMinutes(random.Next(24 * 60));
}

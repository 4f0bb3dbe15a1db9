namespace Notejam.Tests.Models;

/// <summary>
/// EventBridge delivers as best it can, and tries for 24 hours
/// (docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html): most events once and at once, some
/// twice, some hours late and so out of order, some never. How often each happens is our guess, and worse than AWS; it
/// leaves out the queue of dead letters.
/// </summary>
sealed class EventBridgeDelivery(EventQueue queue, Random random)
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
        queue.At(at + Delay(), target);
        if (luck > 0.85) queue.At(at + Delay(), target);
        return true;
    }

    /// <summary>EventBridge tries for up to 24 hours.</summary>
    TimeSpan Delay() => random.NextDouble() < 0.8
        ? TimeSpan.FromSeconds(random.Next(60))
        : TimeSpan.FromMinutes(random.Next(24 * 60));
}

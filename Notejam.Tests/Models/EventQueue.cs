using Microsoft.Extensions.Time.Testing;

namespace Notejam.Tests.Models;

/// <summary>What is to happen in simulated time, in order. The clock jumps from one event to the next.</summary>
sealed class EventQueue(FakeTimeProvider clock)
{
    readonly PriorityQueue<Func<Task>, (DateTimeOffset At, int Order)> events = new();
    int order;

    public void At(DateTimeOffset time, Func<Task> what) => events.Enqueue(what, (time, order++));

    public async Task RunAsync()
    {
        while (events.TryDequeue(out var what, out var when))
        {
            if (when.At > clock.GetUtcNow()) clock.SetUtcNow(when.At);
            await what();
        }
    }
}

namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>What is to happen in simulated time. The clock jumps from one entry to the next.</summary>
sealed class Agenda(SimulatedClock clock)
{
    readonly PriorityQueue<Func<Task>, (DateTimeOffset At, int Order)> entries = new();
    int order;

    public void At(DateTimeOffset time, Func<Task> what) => entries.Enqueue(what, (time, order++));

    public async Task RunAsync()
    {
        while (entries.TryDequeue(out var what, out var when))
        {
            if (when.At > clock.Now) clock.Now = when.At;
            await what();
        }
    }
}

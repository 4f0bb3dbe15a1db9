using Microsoft.Extensions.Time.Testing;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Worker;

/// <summary>
/// A clock that is put forward only while the worker sleeps. It reads the time and then sets a timer: put forward
/// between the two, the timer would be set from the later time, and nobody would wake the worker.
/// </summary>
sealed class WorkerClock() : FakeTimeProvider(new(2026, 11, 25, 15, 0, 0, TimeSpan.Zero))
{
    int timers;

    public async Task PassAsync(TimeSpan time)
    {
        await Until.TrueAsync(() => Volatile.Read(ref timers) > 0, "the worker sleeps");
        Advance(time);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, base.CreateTimer(callback, state, dueTime, period));
        Interlocked.Increment(ref timers);
        return timer;
    }

    sealed class Timer(WorkerClock clock, ITimer timer) : ITimer
    {
        int isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isDisposed, 1) == 0) Interlocked.Decrement(ref clock.timers);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

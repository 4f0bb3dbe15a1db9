namespace Notejam.Tests.Hosting;

/// <summary>The real time, whose timers are due at once, for who waits between tries or measures often.</summary>
public sealed class HurriedClock : TimeProvider
{
    static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);
    int ticks;

    public int Ticks => Volatile.Read(ref ticks);

    /// <summary>What the last timer was to have between its ticks.</summary>
    public TimeSpan Period { get; private set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Period = period;
        return System.CreateTimer(Tick, state, Soon, period == Timeout.InfiniteTimeSpan ? period : Soon);

        void Tick(object? given)
        {
            Interlocked.Increment(ref ticks);
            callback(given);
        }
    }
}

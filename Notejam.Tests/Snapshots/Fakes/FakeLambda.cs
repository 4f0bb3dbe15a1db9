namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>
/// Asynchronous invocation: after a failure Lambda tries again in one minute and in two more, then gives up.
/// </summary>
sealed class FakeLambda(Agenda agenda, SimulatedClock clock)
{
    static readonly TimeSpan[] Waits = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)];

    public int Failures { get; private set; }
    public int DeadLetters { get; private set; }

    public Task InvokeAsync(Func<Task> function) => TryAsync(function, 0);

    async Task TryAsync(Func<Task> function, int attempt)
    {
        try
        {
            await function();
        }
        catch (Exception) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Failures++;
            if (attempt < Waits.Length) agenda.At(clock.Now + Waits[attempt], () => TryAsync(function, attempt + 1));
            else DeadLetters++;
        }
    }
}

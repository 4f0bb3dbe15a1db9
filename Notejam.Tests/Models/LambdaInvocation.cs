using Microsoft.Extensions.Time.Testing;

namespace Notejam.Tests.Models;

/// <summary>
/// Asynchronous invocation: after a failure Lambda tries again in one minute and in two more, then gives up
/// (docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html). It leaves out throttling, the timeout,
/// events that grow too old, and events that come twice.
/// </summary>
sealed class LambdaInvocation(EventQueue queue, FakeTimeProvider clock)
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
            var isLast = attempt == Waits.Length;
            if (isLast) DeadLetters++;
            else queue.At(clock.GetUtcNow() + Waits[attempt], () => TryAsync(function, attempt + 1));
        }
    }
}

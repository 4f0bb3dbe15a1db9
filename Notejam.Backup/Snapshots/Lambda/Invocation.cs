using System.Globalization;
using System.Text.Json;

namespace Notejam.Backup.Snapshots.Lambda;

/// <summary>One event, with the time until which its handler may work.</summary>
sealed record Invocation(string Id, DateTimeOffset Deadline, string Body)
{
    /// <summary>After the deadline Lambda kills the process: this is left for reporting the error instead.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    public static async Task<Invocation> ReadAsync(HttpResponseMessage next)
    {
        string Header(string name) => next.Headers.TryGetValues(name, out var values) ? values.First() : "";

        // Where the SDK looks for it, to pass it on.
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", Header("Lambda-Runtime-Trace-Id"));
        var milliseconds = long.Parse(Header("Lambda-Runtime-Deadline-Ms"), CultureInfo.InvariantCulture);
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return new(Header("Lambda-Runtime-Aws-Request-Id"), deadline, await next.Content.ReadAsStringAsync());
    }

    public async Task<string> HandleAsync(LambdaHandler handler, TimeProvider time)
    {
        var left = Deadline - Margin - time.GetUtcNow();
        using var timeout = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        try
        {
            using var input = JsonDocument.Parse(Body);
            return await handler(input.RootElement, timeout.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"The function was not done at its deadline, {Deadline:O}. " +
                "Give it more time, or see what RDS is waiting for.");
        }
    }
}

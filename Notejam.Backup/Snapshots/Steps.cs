using Amazon.Runtime;
using Notejam.Backup.Snapshots.Rds;

namespace Notejam.Backup.Snapshots;

/// <summary>
/// Takes one step after the other, none kept back by the failure of another, and remembers how each ended.
/// </summary>
sealed class Steps(CancellationToken cancel)
{
    public List<string> Done { get; } = [];
    public List<string> Postponed { get; } = [];
    public List<Exception> Failures { get; } = [];

    public async Task TryAsync(string what, Func<Task> step)
    {
        try
        {
            await step();
            Done.Add(what);
        }
        catch (AmazonServiceException notNow) when (notNow.IsTransient())
        {
            Postponed.Add($"{what}: {notNow.Message}");
        }
        catch (Exception failed) when (!cancel.IsCancellationRequested)
        {
            Failures.Add(new InvalidOperationException($"{what}: {failed.Message}", failed));
        }
    }
}

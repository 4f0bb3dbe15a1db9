using Notejam.Backup.Stores;

namespace Notejam.Tests.Backups;

/// <summary>A store that takes the beginning of a dump and then no more, until it is let.</summary>
sealed class StallingStore(IStore store) : IStore, IDisposable
{
    readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => store.Name;

    /// <summary>A dump has begun to arrive, so pg_dump runs.</summary>
    public Task Begun => begun.Task;

    /// <summary>Also when a test fails: what stalls forever holds up the server's other databases.</summary>
    public void Dispose() => GoOn();

    public void GoOn() => goOn.TrySetResult();

    public Task WriteAsync(string key, IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancel) =>
        store.WriteAsync(key, StallAsync(content, cancel), cancel);

    public Task<Stream?> OpenAsync(string key, CancellationToken cancel) => store.OpenAsync(key, cancel);

    public Task RemoveAsync(string key, CancellationToken cancel) => store.RemoveAsync(key, cancel);

    public IAsyncEnumerable<string> ListAsync(CancellationToken cancel) => store.ListAsync(cancel);

    async IAsyncEnumerable<ReadOnlyMemory<byte>> StallAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> content,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var chunk in content.WithCancellation(cancel))
        {
            yield return chunk;
            begun.TrySetResult();
            await goOn.Task.WaitAsync(cancel);
        }
    }
}

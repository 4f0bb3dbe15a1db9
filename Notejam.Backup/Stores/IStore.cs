namespace Notejam.Backup.Stores;

/// <summary>Keeps objects under names such as <c>a/b</c>.</summary>
interface IStore
{
    /// <summary>What the operator knows it by.</summary>
    string Name { get; }

    /// <summary>
    /// Under the key appears the whole content or nothing, also after a kill. A key that is taken is refused.
    /// </summary>
    Task WriteAsync(string key, IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancel);

    /// <summary>The content from its beginning; null if there is none under the key.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken cancel);

    /// <summary>Takes back what this program has written. What is not there is no error.</summary>
    Task RemoveAsync(string key, CancellationToken cancel);

    /// <summary>Every key, in no order.</summary>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancel);
}

/// <summary>The store cannot be read or written. The message is for the operator.</summary>
sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);

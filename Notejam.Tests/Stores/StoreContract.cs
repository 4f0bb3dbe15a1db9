using System.Security.Cryptography;
using Notejam.Backup.Stores;

namespace Notejam.Tests.Stores;

/// <summary>What every store promises.</summary>
public abstract class StoreContract
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An empty store.</summary>
    internal abstract Task<IStore> OpenAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12 * 1024 * 1024 + 1)]
    [InlineData(S3Upload.PartSize)]
    [InlineData(2 * S3Upload.PartSize + 12_345)]
    public async Task What_was_written_is_read_byte_for_byte(int size)
    {
        var store = await OpenAsync();
        var content = Bytes(size);
        await store.WriteAsync("a/b", InPieces(content), Cancel);
        var read = await ReadAsync(store, "a/b");
        Assert.Equal(Convert.ToHexString(SHA256.HashData(content)), Convert.ToHexString(SHA256.HashData(read)));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_and_keeps_its_content()
    {
        foreach (var size in new[] { 10, S3Upload.PartSize + 10 })
        {
            var store = await OpenAsync();
            var first = Bytes(size);
            await store.WriteAsync("a/b", InPieces(first), Cancel);
            var other = InPieces(Bytes(size));
            var refused = await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync("a/b", other, Cancel));
            Assert.Contains("It is already there.", refused.Message, StringComparison.Ordinal);
            Assert.Equal(first, await ReadAsync(store, "a/b"));
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(S3Upload.PartSize + 10)]
    public async Task Content_that_fails_on_its_way_leaves_nothing(int size)
    {
        var store = await OpenAsync();
        var failing = Failing(size, new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.WriteAsync("a/b", failing, Cancel));
        Assert.Empty(await ListAsync(store));
        Assert.Null(await store.OpenAsync("a/b", Cancel));
        Assert.Empty(await UnfinishedAsync());
    }

    [Fact]
    public async Task A_write_that_is_cancelled_leaves_nothing()
    {
        var store = await OpenAsync();
        var pieces = 0;
        using var cancel = new CancellationTokenSource();
        var content = InPieces(Bytes(2 * S3Upload.PartSize)).Each(_ => CancelLater(), cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.WriteAsync("a/b", content, cancel.Token));
        Assert.Empty(await ListAsync(store));
        Assert.Empty(await UnfinishedAsync());

        void CancelLater()
        {
            pieces++;
            if (pieces == 100) cancel.Cancel();
        }
    }

    [Fact]
    public async Task Lists_every_object_also_more_than_a_page_of_S3()
    {
        var store = await OpenAsync();
        Assert.Empty(await ListAsync(store));
        var keys = Enumerable.Range(0, 1005).Select(i => $"{i:0000}/x").ToList();
        foreach (var key in keys) await store.WriteAsync(key, Chunks.Of([1]), Cancel);
        Assert.Equal(keys, (await ListAsync(store)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_not_there_is_null() => Assert.Null(await (await OpenAsync()).OpenAsync("a/b", Cancel));

    /// <summary>What a failed write could have left where no list shows it.</summary>
    protected abstract Task<IEnumerable<string>> UnfinishedAsync();

    internal static byte[] Bytes(int size) => RandomNumberGenerator.GetBytes(size);

    internal static async IAsyncEnumerable<ReadOnlyMemory<byte>> InPieces(byte[] content)
    {
        for (var start = 0; start < content.Length; start += 100_001)
        {
            await Task.Yield();
            yield return content.AsMemory(start, Math.Min(100_001, content.Length - start));
        }
    }

    static async IAsyncEnumerable<ReadOnlyMemory<byte>> Failing(int after, Exception failure)
    {
        await foreach (var piece in InPieces(new byte[after])) yield return piece;
        throw failure;
    }

    static async Task<byte[]> ReadAsync(IStore store, string key)
    {
        await using var content = await store.OpenAsync(key, Cancel);
        var all = new MemoryStream();
        await content!.CopyToAsync(all, Cancel);
        return all.ToArray();
    }

    static async Task<List<string>> ListAsync(IStore store)
    {
        var keys = new List<string>();
        await foreach (var key in store.ListAsync(Cancel)) keys.Add(key);
        return keys;
    }
}

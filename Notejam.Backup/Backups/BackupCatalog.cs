using System.Runtime.CompilerServices;
using Notejam.Backup.Stores;

namespace Notejam.Backup.Backups;

/// <summary>The backups of a store. One is two objects, <c>NAME/dump</c> and <c>NAME/manifest.json</c>.</summary>
sealed class BackupCatalog(IStore store, ManifestKey? signing = null)
{
    public const string ManifestFile = "manifest.json";

    const string DumpFile = "dump";

    public IStore Store => store;

    /// <summary>The store, where this program removes what is old; null where a bucket's lifecycle does it.</summary>
    public FolderStore? Folder => store as FolderStore;

    /// <summary>Whether only signed backups are read.</summary>
    public bool Signed => signing is not null;

    /// <summary>The names, newest first.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancel)
    {
        var names = new List<string>();
        await foreach (var key in store.ListAsync(cancel))
        {
            if (key.Split('/') is [var name, ManifestFile] && BackupName.Time(name) is not null) names.Add(name);
        }
        names.Sort(StringComparer.Ordinal);
        names.Reverse();
        return names;
    }

    public async Task<StoredBackup> ReadAsync(string name, CancellationToken cancel)
    {
        var content = new MemoryStream();
        await foreach (var chunk in ContentAsync($"{name}/{ManifestFile}", cancel)) content.Write(chunk.Span);
        var backup = new StoredBackup(name, Manifest.Read(name, content.ToArray()));
        signing?.Check(backup);
        return backup;
    }

    /// <summary>The bytes of its dump.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> DumpAsync(StoredBackup backup, CancellationToken cancel) =>
        ContentAsync($"{backup.Name}/{DumpFile}", cancel);

    public Task WriteDumpAsync(
        string name,
        IAsyncEnumerable<ReadOnlyMemory<byte>> content,
        Action<ReadOnlyMemory<byte>> look,
        CancellationToken cancel) =>
        store.WriteAsync($"{name}/{DumpFile}", content.Each(look, cancel), cancel);

    /// <summary>
    /// Makes a dump a backup. If that fails, the dump is taken back: nobody would look for it, and a bucket keeps it
    /// for years.
    /// </summary>
    public async Task WriteManifestAsync(StoredBackup backup, CancellationToken cancel)
    {
        try
        {
            var manifest = signing?.Sign(backup) ?? backup.Manifest;
            await store.WriteAsync($"{backup.Name}/{ManifestFile}", Chunks.Of(manifest.Write()), cancel);
        }
        catch
        {
            await TakeBackDumpAsync(backup.Name);
            throw;
        }
    }

    async Task TakeBackDumpAsync(string name)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            // It may have arrived all the same.
            await using var manifest = await store.OpenAsync($"{name}/{ManifestFile}", timeout.Token);
            if (manifest is null) await store.RemoveAsync($"{name}/{DumpFile}", timeout.Token);
        }
        catch (Exception alsoFailed) when (alsoFailed is StoreException or OperationCanceledException)
        {
            // The first error is the one to report. Who may not delete, as in the clusters, leaves it to the bucket's
            // lifecycle.
        }
    }

    async IAsyncEnumerable<ReadOnlyMemory<byte>> ContentAsync(
        string key, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var content = await store.OpenAsync(key, cancel)
            ?? throw new BadBackupException($"{key} is missing in {store.Name}.");
        await using var chunks = content.ChunksAsync(cancel).GetAsyncEnumerator(cancel);
        while (await NextAsync(chunks, key)) yield return chunks.Current;
    }

    async Task<bool> NextAsync(IAsyncEnumerator<ReadOnlyMemory<byte>> chunks, string key)
    {
        try
        {
            return await chunks.MoveNextAsync();
        }
        catch (IOException broken)
        {
            throw new StoreException($"{key} cannot be read to its end from {store.Name}: {broken.Message}", broken);
        }
    }
}

sealed record StoredBackup(string Name, Manifest Manifest);

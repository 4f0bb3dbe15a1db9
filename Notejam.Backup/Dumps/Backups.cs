using System.Runtime.CompilerServices;
using Notejam.Backup.Stores;

namespace Notejam.Backup.Dumps;

/// <summary>The backups of a store. One is two objects, <c>NAME/dump</c> and <c>NAME/manifest.json</c>.</summary>
sealed class Backups(IStore store)
{
    public const string ManifestFile = "manifest.json";

    const string DumpFile = "dump";

    public IStore Store => store;

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
        await using var content = await OpenAsync($"{name}/{ManifestFile}", cancel);
        return new StoredBackup(name, await Manifest.ReadAsync(name, content, cancel));
    }

    /// <summary>The bytes of its dump.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> DumpAsync(StoredBackup backup, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var content = await OpenAsync($"{backup.Name}/{DumpFile}", cancel);
        await foreach (var chunk in content.ChunksAsync(cancel)) yield return chunk;
    }

    public Task WriteDumpAsync(string name, IAsyncEnumerable<ReadOnlyMemory<byte>> content, Action<ReadOnlyMemory<byte>> look, CancellationToken cancel) =>
        store.WriteAsync($"{name}/{DumpFile}", content.Each(look, cancel), cancel);

    public Task WriteManifestAsync(StoredBackup backup, CancellationToken cancel) =>
        store.WriteAsync($"{backup.Name}/{ManifestFile}", Chunks.Of(backup.Manifest.Write()), cancel);

    async Task<Stream> OpenAsync(string key, CancellationToken cancel) =>
        await store.OpenAsync(key, cancel) ?? throw new BadBackupException($"{key} is missing in {store.Name}.");
}

sealed record StoredBackup(string Name, Manifest Manifest);

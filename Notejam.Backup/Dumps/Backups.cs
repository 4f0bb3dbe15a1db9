using System.Runtime.CompilerServices;
using Notejam.Backup.Stores;
using Notejam.ServiceDefaults;

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

    /// <summary>A backup by its name, or the newest.</summary>
    public async Task<StoredBackup> FindAsync(string? name, CancellationToken cancel)
    {
        var names = await NamesAsync(cancel);
        if (name is null) return names is [var newest, ..] ? await ReadAsync(newest, cancel) : throw new BadBackupException($"There is no backup in {store.Name}. Make one: Notejam.Backup backup");
        return names.Contains(name) ? await ReadAsync(name, cancel)
            : throw new ConfigurationException($"There is no backup {name} in {store.Name}. Notejam.Backup list shows which there are.");
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

using System.Runtime.CompilerServices;
using Notejam.Backup.Backups;
using Notejam.ServiceDefaults;

namespace Notejam.Backup.Stores;

/// <summary>
/// A folder. An object is written under another name, flushed to the disk, renamed, and its folder is flushed: then it
/// is there as a whole, also after a power cut. Only the user who runs this may enter: a backup holds everybody's
/// notes.
/// </summary>
sealed class FolderStore(string root) : IStore
{
    public string Name => root;

    public async Task WriteAsync(string key, IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancel)
    {
        try
        {
            var file = Path.Combine(root, key);
            CreateFolder(root);
            CreateFolder(Path.GetDirectoryName(file)!);
            if (File.Exists(file)) throw new IOException("It is already there.");
            try
            {
                await PrivateFile.WriteAsync(file, async target =>
                {
                    await foreach (var chunk in content.WithCancellation(cancel))
                        await target.WriteAsync(chunk, cancel);
                });
            }
            catch
            {
                RemoveIfEmpty(Path.GetDirectoryName(file)!);
                throw;
            }
            Disk.Flush(Path.GetDirectoryName(file)!);
            Disk.Flush(root);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"{key} cannot be written to {root}: {failed.Message} " +
                "Give Backup__Store a folder that this user may write to, with room enough.", failed);
        }
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancel)
    {
        try
        {
            var file = Path.Combine(root, key);
            if (!File.Exists(file)) return Task.FromResult<Stream?>(null);
            const FileShare Shared = FileShare.Read | FileShare.Delete;
            return Task.FromResult<Stream?>(
                new FileStream(file, FileMode.Open, FileAccess.Read, Shared, bufferSize: 0, useAsync: true));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{key} in {root} cannot be read: {failed.Message}", failed);
        }
    }

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var folder in Read())
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var file in folder.Files)
            {
                if (file.Name.EndsWith(PrivateFile.Partial, StringComparison.Ordinal)) continue;
                yield return $"{folder.Name}/{file.Name}";
            }
        }
        await Task.CompletedTask;
    }

    public Task RemoveAsync(string key, CancellationToken cancel)
    {
        try
        {
            var file = new FileInfo(Path.Combine(root, key));
            file.Delete();
            RemoveIfEmpty(file.DirectoryName!);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{key} cannot be removed from {root}: {failed.Message}", failed);
        }
        return Task.CompletedTask;
    }

    /// <summary>The folders in the root, and when something in them last changed.</summary>
    public IEnumerable<(string Name, DateTimeOffset Changed)> Folders() =>
        Read().Select(f => (f.Name, Changed(f.Files.Append<FileSystemInfo>(f.Folder))));

    static DateTimeOffset Changed(IEnumerable<FileSystemInfo> all) =>
        all.Max(i => (DateTimeOffset)i.LastWriteTimeUtc);

    /// <summary>Removes a folder; what makes it count goes first, so that a kill in between leaves no half.</summary>
    public void Delete(string folder, string first)
    {
        File.Delete(Path.Combine(root, folder, first));
        Disk.Flush(Path.Combine(root, folder));
        Directory.Delete(Path.Combine(root, folder), recursive: true);
    }

    /// <summary>
    /// What is not ours is passed over where nobody may look into it: at the root of a disk there is lost+found.
    /// </summary>
    IEnumerable<(string Name, DirectoryInfo Folder, FileInfo[] Files)> Read()
    {
        foreach (var folder in Find(new DirectoryInfo(root), d => d.GetDirectories()))
        {
            FileInfo[] files;
            try
            {
                files = Find(folder, d => d.GetFiles());
            }
            catch (StoreException) when (BackupName.Time(folder.Name) is null)
            {
                continue;
            }
            yield return (folder.Name, folder, files);
        }
    }

    /// <summary>Nothing, where the folder is not there or has just gone.</summary>
    static T[] Find<T>(DirectoryInfo folder, Func<DirectoryInfo, T[]> find)
    {
        try
        {
            return find(folder);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The folder {folder.FullName} cannot be read: {failed.Message}", failed);
        }
    }

    static void RemoveIfEmpty(string folder)
    {
        if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }

    static void CreateFolder(string folder)
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, Owner);
    }
}

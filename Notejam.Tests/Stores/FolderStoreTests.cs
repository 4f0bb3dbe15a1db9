using Notejam.Backup;
using Notejam.Backup.Stores;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Stores;

public sealed class FolderStoreTests : StoreContract, IDisposable
{
    readonly string root = TempFolder.Create("store");
    string folder = "";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal override Task<IStore> OpenAsync()
    {
        folder = Path.Combine(root, Path.GetRandomFileName());
        return Task.FromResult<IStore>(new FolderStore(folder));
    }

    protected override Task<IEnumerable<string>> UnfinishedAsync() =>
        Task.FromResult(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));

    [Fact]
    public async Task What_is_being_written_is_not_listed()
    {
        var store = await OpenAsync();
        var content = Chunks.Of([1]).Each(_ => Assert.Empty(Listed()), Cancel);
        await store.WriteAsync("a/b", content, Cancel);

        IEnumerable<string> Listed() => store.ListAsync(Cancel).ToBlockingEnumerable(Cancel);
    }

    [Fact]
    public async Task Only_its_owner_may_read_a_backup()
    {
        const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        const UnixFileMode OfFolder = OfFile | UnixFileMode.UserExecute;
        await (await OpenAsync()).WriteAsync("a/b", Chunks.Of([1]), Cancel);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(OfFolder, File.GetUnixFileMode(Path.Combine(folder, "a")));
        Assert.Equal(OfFile, File.GetUnixFileMode(Path.Combine(folder, "a", "b")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        var store = await OpenAsync();
        await File.WriteAllTextAsync(folder, "", Cancel);
        var error = await Assert.ThrowsAsync<StoreException>(
            () => store.WriteAsync("a/b", Chunks.Of([1]), Cancel));
        Assert.StartsWith($"a/b cannot be written to {folder}: ", error.Message, StringComparison.Ordinal);
        var advice = "Give Backup__Store a folder that this user may write to, with room enough.";
        Assert.EndsWith(advice, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_is_full_keeps_no_empty_folder()
    {
        var store = await OpenAsync();
        await store.WriteAsync("whole/dump", Chunks.Of([1]), Cancel);
        var full = Chunks.Of([1]).Each(_ => throw new IOException("No space left on device."), Cancel);
        await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync("a/dump", full, Cancel));
        await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync("whole/manifest.json", full, Cancel));
        Assert.Equal([Path.Combine(folder, "whole")], Directory.GetDirectories(folder));
        Assert.Equal(["dump"], Directory.GetFiles(Path.Combine(folder, "whole")).Select(Path.GetFileName));
    }

    /// <summary>
    /// At the root of a disk there is lost+found, which only root may enter; where this runs as root, without root's
    /// right to do so.
    /// </summary>
    [Fact]
    public async Task What_is_not_ours_and_closed_is_passed_over_and_a_backup_that_is_closed_is_named()
    {
        const string name = "2026-11-25T000000.000Z";
        var store = await OpenAsync();
        await store.WriteAsync($"{name}/manifest.json", Chunks.Of("{}"u8.ToArray()), Cancel);
        Close(Directory.CreateDirectory(Path.Combine(folder, "lost+found")));
        var (exit, output) = await RunOrdinaryAsync("list");
        Assert.True(exit == 0, output);
        Assert.StartsWith($"{name}  ", output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunOrdinaryAsync("prune")).Exit);

        Close(new DirectoryInfo(Path.Combine(folder, name)));
        (exit, output) = await RunOrdinaryAsync("list");
        Assert.Equal(3, exit);
        var closed = Path.Combine(folder, name);
        Assert.StartsWith($"Notejam.Backup: The folder {closed} cannot be read: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_written_can_be_taken_back()
    {
        var store = await OpenAsync();
        await store.WriteAsync("a/b", Chunks.Of([1]), Cancel);
        await store.RemoveAsync("a/b", Cancel);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    /// <summary>Linux answers EINVAL for /proc, as old CIFS and some of FUSE do for every folder.</summary>
    [Fact]
    public void A_folder_that_cannot_be_flushed_is_good_enough_and_one_that_is_not_there_is_named()
    {
        if (OperatingSystem.IsLinux()) Disk.Flush("/proc");
        var missing = Path.Combine(root, "missing");
        var error = Assert.Throws<IOException>(() => Disk.Flush(missing));
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
    }

    static void Close(DirectoryInfo folder)
    {
        if (!OperatingSystem.IsWindows()) folder.UnixFileMode = UnixFileMode.None;
    }

    Task<(int Exit, string Output)> RunOrdinaryAsync(string verb)
    {
        string[] withoutRight = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"];
        var prefix = Environment.IsPrivilegedProcess ? withoutRight : [];
        string[] command = ["dotnet", typeof(BackupResources).Assembly.Location, verb];
        return Tool.RunAsync("env", "", [$"Backup__Store={folder}", .. prefix, .. command]);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}

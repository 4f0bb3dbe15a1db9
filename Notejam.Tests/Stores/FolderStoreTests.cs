using Notejam.Backup.Stores;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Stores;

public sealed class FolderStoreTests : StoreContract, IDisposable
{
    readonly string root = TempFolder.Create("store");
    string folder = "";

    internal override Task<IStore> OpenAsync()
    {
        folder = Path.Combine(root, Path.GetRandomFileName());
        return Task.FromResult<IStore>(new FolderStore(folder));
    }

    protected override Task<IEnumerable<string>> UnfinishedAsync() => Task.FromResult(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));

    [Fact]
    public async Task What_is_being_written_is_not_listed()
    {
        var store = await OpenAsync();
        await store.WriteAsync("a/b", Chunks.Of([1]).Each(_ => Assert.Empty(store.ListAsync(TestContext.Current.CancellationToken).ToBlockingEnumerable(TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Only_its_owner_may_read_a_backup()
    {
        await (await OpenAsync()).WriteAsync("a/b", Chunks.Of([1]), TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder, "a")));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "a", "b")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        var store = await OpenAsync();
        await File.WriteAllTextAsync(folder, "", TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync("a/b", Chunks.Of([1]), TestContext.Current.CancellationToken));
        Assert.StartsWith($"a/b cannot be written to {folder}: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Give Backup__Store a folder that this user may write to, with room enough.", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}

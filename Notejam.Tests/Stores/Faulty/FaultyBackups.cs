using System.Security.Cryptography;
using Notejam.Backup.Backups;
using Notejam.Backup.Commands;
using Notejam.Backup.Stores;

namespace Notejam.Tests.Stores.Faulty;

/// <summary>Stores and reads a backup as the program does it, without PostgreSQL.</summary>
sealed class FaultyBackups(FaultyS3 s3)
{
    public const int SmallPart = 16 * 1024;

    /// <summary>Two tries of every call, with pauses.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    static readonly DateTimeOffset TakenAt = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);

    readonly byte[] content = RandomNumberGenerator.GetBytes(5 * SmallPart + 1);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Returns the exit code.</summary>
    public Task<int> StoreAsync(int partSize = S3Upload.PartSize) =>
        ExitCode.OfAsync(() => WriteAsync(partSize).WaitAsync(Limit, Cancel), Cancel);

    /// <summary>Fails where the newest backup is not there or not whole.</summary>
    public Task ReadAsync() => ReadWholeAsync().WaitAsync(Limit, Cancel);

    public async Task AssertStoredAsync()
    {
        await ReadAsync();
        Assert.Equal(["dump", "manifest.json"], Files());
        Assert.Equal(0, s3.Objects.Uploads);
    }

    public void AssertNothingLeft()
    {
        Assert.Empty(Files());
        Assert.Equal(0, s3.Objects.Uploads);
    }

    IEnumerable<string> Files() => s3.Objects.Keys.Select(k => k.Split('/')[^1]).Except([ConditionalWrites.Key]);

    async Task WriteAsync(int partSize)
    {
        var catalog = new BackupCatalog(s3.Store(partSize: partSize));
        var name = BackupName.Of(TakenAt);
        using var digest = new Digest();
        await catalog.WriteDumpAsync(name, StoreContract.InPieces(content), digest.Add, Cancel);
        var sha256 = digest.Sha256();
        var versions = new Versions("15", "15", "1");
        var manifest = new Manifest(Manifest.CurrentFormat, TakenAt, digest.Size, sha256, "schema", versions, []);
        await catalog.WriteManifestAsync(new StoredBackup(name, manifest), Cancel);
    }

    async Task ReadWholeAsync()
    {
        var catalog = new BackupCatalog(s3.Store());
        var backup = await catalog.ReadAsync(Assert.Single(await catalog.NamesAsync(Cancel)), Cancel);
        using var digest = new Digest();
        await foreach (var chunk in catalog.DumpAsync(backup, Cancel)) digest.Add(chunk);
        digest.Check(backup);
    }
}

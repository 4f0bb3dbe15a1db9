using System.Security.Cryptography;

namespace Notejam.Backup.Backups;

/// <summary>Size and SHA-256 of what passes by.</summary>
sealed class Digest : IDisposable
{
    readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Size { get; private set; }

    public void Add(ReadOnlyMemory<byte> chunk)
    {
        hash.AppendData(chunk.Span);
        Size += chunk.Length;
    }

    public string Sha256() => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <summary>Call it when everything has passed.</summary>
    public void Check(StoredBackup backup)
    {
        var (size, sha256) = (backup.Manifest.Size, backup.Manifest.Sha256);
        if (Size != size)
            throw new BadBackupException(
                $"The dump of {backup.Name} has {Counted.Of(Size, "byte")} instead of {size}.");
        if (Sha256() != sha256)
            throw new BadBackupException(
                $"The dump of {backup.Name} has the right size but other bytes: " +
                "its SHA-256 is not the one in the manifest.");
    }

    public void Dispose() => hash.Dispose();
}

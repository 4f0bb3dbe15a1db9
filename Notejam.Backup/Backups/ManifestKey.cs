using System.Security.Cryptography;
using System.Text;
using Notejam.ServiceDefaults;

namespace Notejam.Backup.Backups;

/// <summary>
/// Signs manifests with HMAC-SHA256. A restore executes what a dump says; with a key, who can write the store but does
/// not know the key cannot choose what that is, nor pass an old backup off as another.
/// </summary>
sealed class ManifestKey
{
    const int Least = 32;

    readonly byte[] key;

    ManifestKey(byte[] key) => this.key = key;

    /// <summary>Null where none is set.</summary>
    public static ManifestKey? From(string? setting)
    {
        if (string.IsNullOrEmpty(setting)) return null;
        var bytes = new byte[setting.Length];
        return Convert.TryFromBase64String(setting, bytes, out var length) && length >= Least
            ? new ManifestKey(bytes[..length])
            : throw new ConfigurationException(
                $"Backup__SigningKey is not Base64 of {Least} bytes or more. Make a key: openssl rand -base64 {Least}");
    }

    public Manifest Sign(StoredBackup backup) => backup.Manifest with { Signature = Signature(backup) };

    /// <exception cref="BadBackupException">
    /// It is not signed, or with another key, or was changed or renamed since.
    /// </exception>
    public void Check(StoredBackup backup)
    {
        var given = backup.Manifest.Signature ?? throw new BadBackupException(
            $"{backup.Name} is not signed, and Backup__SigningKey is set. " +
            "If you know who made it, read it without Backup__SigningKey; " +
            "or take an older one that list shows: --backup NAME");
        var right = Encoding.UTF8.GetBytes(Signature(backup));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), right))
            throw new BadBackupException(
                $"{backup.Name} is not signed by Backup__SigningKey: " +
                "it was changed or renamed, or signed with another key. " +
                "Take an older one that list shows: --backup NAME");
    }

    string Signature(StoredBackup backup)
    {
        var unsigned = backup.Manifest with { Signature = null };
        byte[] content = [.. Encoding.UTF8.GetBytes($"{backup.Name}\n"), .. unsigned.Write()];
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, content));
    }
}

using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.S3;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Notejam.ServiceDefaults;

namespace Notejam.Backup.Stores;

static partial class OpenStore
{
    const string Example =
        "Set it to a folder such as /srv/notejam-backups, or to a bucket such as s3://notejam-backups/production.";

    /// <summary>The store of the settings. Nothing is asked of it yet.</summary>
    public static IStore From(BackupSettings settings, IConfiguration configuration, string environment)
    {
        var place = settings.Store is { Length: > 0 } given ? given
            : environment == Environments.Development ? Path.Combine(DataFolder.Path(configuration), "backups")
            : throw new ConfigurationException($"Backup__Store is not set. {Example}");
        if (place.Contains("://", StringComparison.Ordinal)) return OpenBucket(place, settings.KmsKey);
        if (string.IsNullOrEmpty(settings.KmsKey)) return new FolderStore(FolderPath.Full(place));
        throw new ConfigurationException(
            $"Backup__KmsKey encrypts objects in S3, and Backup__Store={place} is a folder. " +
            "Remove Backup__KmsKey, and keep the folder on an encrypted disk.");
    }

    static S3Store OpenBucket(string place, string? kmsKey)
    {
        var parts = Bucket().Match(place);
        if (!parts.Success)
            throw new ConfigurationException(place.StartsWith("s3://", StringComparison.Ordinal)
                ? "Backup__Store names no bucket: " +
                    $"a bucket's name has 3 to 63 small letters, digits, dots and hyphens. {Example}"
                : $"Backup__Store is neither a folder nor a bucket. {Example}");
        RefuseWrongEndpoint();
        var prefix = parts.Groups["prefix"].Value.TrimEnd('/');
        try
        {
            var s3 = new AmazonS3Client(S3Connection.Settings(S3Connection.IdleTimeout));
            var key = string.IsNullOrEmpty(kmsKey) ? null : kmsKey;
            return new S3Store(s3, parts.Groups["bucket"].Value, prefix.Length == 0 ? "" : prefix + "/", key);
        }
        catch (Exception unusable) when (unusable is not AmazonClientException)
        {
            throw new StoreException($"Backup__Store={place}: {S3Failure.Explain(unusable)}", unusable);
        }
        catch (AmazonClientException incomplete)
        {
            throw new ConfigurationException(
                $"Backup__Store={place}: {incomplete.Message.TrimEnd('.')}. " +
                "Set AWS_REGION, and give credentials by one of the SDK's ways.");
        }
    }

    /// <summary>The SDK would say that the region or the credentials are missing.</summary>
    static void RefuseWrongEndpoint()
    {
        foreach (var variable in new[] { "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL" })
        {
            var given = Environment.GetEnvironmentVariable(variable);
            if (!string.IsNullOrEmpty(given) && !Uri.IsWellFormedUriString(given, UriKind.Absolute))
                throw new ConfigurationException($"{variable} is no address such as https://s3.example.org.");
        }
    }

    [GeneratedRegex("^s3://(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/(?<prefix>.*))?$")]
    private static partial Regex Bucket();
}

using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.S3;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Notejam.ServiceDefaults;

namespace Notejam.Backup.Stores;

static partial class OpenStore
{
    const string Example = "Set it to a folder such as /srv/notejam-backups, or to a bucket such as s3://notejam-backups/production.";

    /// <summary>The store of the settings. Nothing is asked of it yet.</summary>
    public static IStore From(BackupSettings settings, IConfiguration configuration, string environment)
    {
        var place = settings.Store is { Length: > 0 } given ? given
            : environment == Environments.Development ? Path.Combine(DataFolder.Path(configuration), "backups")
            : throw new ConfigurationException($"Backup__Store is not set. {Example}");
        if (place.Contains("://", StringComparison.Ordinal)) return OpenBucket(place, settings.KmsKey);
        return string.IsNullOrEmpty(settings.KmsKey) ? new FolderStore(FolderPath.Full(place))
            : throw new ConfigurationException($"Backup__KmsKey encrypts objects in S3, and Backup__Store={place} is a folder. Remove Backup__KmsKey, and keep the folder on an encrypted disk.");
    }

    static S3Store OpenBucket(string place, string? kmsKey)
    {
        var parts = Bucket().Match(place);
        if (!parts.Success) throw new ConfigurationException($"Backup__Store is neither a folder nor a bucket. {Example}");
        var prefix = parts.Groups["prefix"].Value.TrimEnd('/');
        try
        {
            var s3 = new AmazonS3Client(S3Connection.Settings(S3Connection.Patience));
            var key = string.IsNullOrEmpty(kmsKey) ? null : kmsKey;
            return new S3Store(s3, parts.Groups["bucket"].Value, prefix.Length == 0 ? "" : prefix + "/", key);
        }
        catch (Exception unusable) when (unusable is not AmazonClientException)
        {
            throw new StoreException($"Backup__Store={place}: {S3Failure.Explain(unusable)}", unusable);
        }
        catch (AmazonClientException incomplete)
        {
            throw new ConfigurationException($"Backup__Store={place}: {incomplete.Message} Set AWS_REGION, and give credentials by one of the SDK's ways.");
        }
    }

    [GeneratedRegex("^s3://(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/(?<prefix>.*))?$")]
    private static partial Regex Bucket();
}

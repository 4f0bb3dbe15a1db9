using Amazon.Runtime;
using Amazon.S3;

namespace Notejam.Backup.Stores;

/// <summary>
/// How S3 is spoken to: endpoint, region and credentials are the environment's, and the SDK's to find.
/// </summary>
static class S3Connection
{
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(1);

    public static AmazonS3Config Settings(TimeSpan idleTimeout)
    {
        var settings = new AmazonS3Config
        {
            HttpClientFactory = new IdleTimeoutHttp(idleTimeout, TimeProvider.System),
            // Checksums travel in headers that we set: the SDK's go behind the body, where not every store reads them.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (settings.ServiceURL is { } endpoint) UseOther(settings, endpoint);
        return settings;
    }

    /// <summary>Only Amazon makes each bucket a host of its own.</summary>
    static void UseOther(AmazonS3Config settings, string endpoint)
    {
        var region = settings.RegionEndpoint?.SystemName;
        // Having looked at the region, the SDK would go to Amazon's endpoint there.
        settings.ServiceURL = endpoint;
        settings.AuthenticationRegion ??= region;
        settings.ForcePathStyle = true;
    }
}

using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Notejam.Backup.Snapshots.Rds;

/// <summary>
/// What a generated client of the SDK would say about RDS. Retries, credentials, time-outs and
/// <c>AWS_ENDPOINT_URL_RDS</c> stay the SDK's.
/// </summary>
sealed class RdsConfig : ClientConfig
{
    static readonly DefaultConfiguration Standard =
        new() { Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard };

    public RdsConfig(string region) : base(new DefaultConfigurationProvider([Standard]))
    {
        RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        ServiceId = "RDS";
        // Else both are guessed from the host's name, which is wrong for every endpoint but AWS's own.
        AuthenticationServiceName = "rds";
        AuthenticationRegion = region;
    }

    public override string ServiceVersion => "2014-10-31";
    public override string UserAgent => "notejam-backup";
    public override string RegionEndpointServiceName => "rds";

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        new(ServiceURL ?? $"https://rds.{RegionEndpoint.SystemName}.{RegionEndpoint.PartitionDnsSuffix}/");
}

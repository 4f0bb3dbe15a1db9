using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;

namespace Notejam.Backup.Stores;

/// <summary>What an operator has to look at when S3, or the SDK on the way there, fails.</summary>
static class S3Failure
{
    public const string Unconditional =
        "It does not know If-None-Match, so that one backup could overwrite another. " +
        "docs/backup.md says which stores are meant.";

    const string Anything =
        "Look at the bucket's name, the region (AWS_REGION) and the credentials, and whether they allow this.";

    const string Network =
        "Look at the network, the region (AWS_REGION) and the endpoint, if one is set (AWS_ENDPOINT_URL).";

    const string Credentials = "Look at the credentials, and at AWS_PROFILE if it is set.";

    public static string Explain(Exception failed) => failed switch
    {
        AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed } => "It is already there.",
        AmazonServiceException refused => Refusal(refused),
        HttpRequestException or IOException => $"{Innermost(failed).TrimEnd('.')}. {Network}",
        _ => $"{failed.Message.ReplaceLineEndings(" ")} {Credentials}",
    };

    /// <summary>https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html</summary>
    static string Refusal(AmazonServiceException refused) => refused.ErrorCode switch
    {
        "RequestTimeTooSkewed" or "RequestExpired" =>
            $"{refused.Message} The clock of this machine and the store's differ. Set this machine's clock.",
        "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException"
            or "PermanentRedirect" or "TemporaryRedirect" =>
            $"{refused.Message} The region is wrong. Set AWS_REGION to the bucket's.",
        "InvalidAccessKeyId" or "InvalidClientTokenId" or "SignatureDoesNotMatch" or "InvalidToken" or "ExpiredToken" =>
            $"{refused.Message} The credentials are wrong or have expired. Give others by one of the SDK's ways.",
        "NotImplemented" or "XAmzContentSHA256Mismatch" => $"{refused.Message} {Unconditional}",
        "ConditionalRequestConflict" or "OperationAborted" => $"{refused.Message} Somebody else writes the same.",
        _ when refused.StatusCode >= HttpStatusCode.InternalServerError =>
            $"{refused.Message} The store cannot do it now. Try again later.",
        _ => $"{refused.Message} {Anything}",
    };

    /// <summary>What the operating system says does not name the host; what is around it does.</summary>
    static string Innermost(Exception failed) =>
        failed.InnerException is { } inner and not SocketException ? Innermost(inner) : failed.Message;
}

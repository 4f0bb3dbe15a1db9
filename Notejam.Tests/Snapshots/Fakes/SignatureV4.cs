using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>
/// Checks a request's signature from the specification alone (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html),
/// so that a mistake in how the SDK is set up cannot hide in the SDK.
/// </summary>
static partial class SignatureV4
{
    public const string KeyId = "AKIDEXAMPLE", Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Region = "eu-west-1";

    /// <summary>Null if the request is signed for RDS in the Region, now, by the one known key; else the refusal.</summary>
    public static RdsException? Check(HttpRequest request, string body)
    {
        var parts = Authorization().Match(request.Headers.Authorization.ToString());
        if (!parts.Success) return new("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        if (parts.Groups["key"].Value != KeyId) return new("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
        var time = request.Headers["X-Amz-Date"].ToString();
        var (scope, signed) = (parts.Groups["scope"].Value, parts.Groups["headers"].Value);
        if (scope != $"{time[..8]}/{Region}/rds/aws4_request") return new("SignatureDoesNotMatch", $"Credential should be scoped to a valid region and service, not {scope}.", 403);
        if ((TimeProvider.System.GetUtcNow() - DateTimeOffset.ParseExact(time, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)).Duration() > TimeSpan.FromMinutes(15))
            return new("RequestExpired", "Request has expired.", 400);
        if (!signed.Split(';').Contains("host") || !signed.Split(';').Contains("x-amz-date")) return new("SignatureDoesNotMatch", "'Host' and 'X-Amz-Date' must be signed.", 403);

        var toSign = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hash(Canonical(request, signed, body))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes($"AWS4{Secret}"), Hmac);
        return parts.Groups["signature"].Value == Convert.ToHexStringLower(Hmac(key, toSign)) ? null
            : new("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.", 403);
    }

    static string Canonical(HttpRequest request, string signed, string body)
    {
        var headers = signed.Split(';').Select(name => $"{name}:{request.Headers[name].ToString().Trim()}\n");
        return $"{request.Method}\n{request.Path}\n{request.QueryString.Value?.TrimStart('?')}\n{string.Concat(headers)}\n{signed}\n{Hash(body)}";
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<scope>[^,]+), *SignedHeaders=(?<headers>[^,]+), *Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Authorization();
}

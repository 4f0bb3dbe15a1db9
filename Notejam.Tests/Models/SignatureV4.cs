using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Notejam.Tests.Snapshots.Fakes;

namespace Notejam.Tests.Models;

/// <summary>
/// Checks a request's signature from the specification alone
/// (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html),
/// so that a mistake in how the SDK is set up cannot hide in the SDK. It leaves out what our client never sends:
/// queries and paths that need encoding, headers on several lines, and bodies in signed chunks.
/// </summary>
static partial class SignatureV4
{
    public const string KeyId = "AKIDEXAMPLE";
    public const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public const string Region = "eu-west-1";

    /// <summary>
    /// Null if the request is signed for RDS in the Region, now, by the one known key; else the refusal.
    /// </summary>
    public static RdsException? Check(HttpRequest request, string body)
    {
        var parts = Authorization().Match(request.Headers.Authorization.ToString());
        if (!parts.Success) return new("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        if (parts.Groups["key"].Value != KeyId)
            return new("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
        var time = request.Headers["X-Amz-Date"].ToString();
        var scope = parts.Groups["scope"].Value;
        var signed = parts.Groups["headers"].Value;
        if (scope != $"{time[..8]}/{Region}/rds/aws4_request")
            return Mismatch($"Credential should be scoped to a valid region and service, not {scope}.");
        if ((TimeProvider.System.GetUtcNow() - Parse(time)).Duration() > TimeSpan.FromMinutes(15))
            return new("RequestExpired", "Request has expired.", 400);
        if (!signed.Split(';').Contains("host") || !signed.Split(';').Contains("x-amz-date"))
            return Mismatch("'Host' and 'X-Amz-Date' must be signed.");

        var toSign = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hash(Canonical(request, signed, body))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes($"AWS4{Secret}"), Hmac);
        if (parts.Groups["signature"].Value == Convert.ToHexStringLower(Hmac(key, toSign))) return null;
        return Mismatch("The request signature we calculated does not match the signature you provided.");
    }

    static RdsException Mismatch(string message) => new("SignatureDoesNotMatch", message, 403);

    static DateTimeOffset Parse(string time) => DateTimeOffset.ParseExact(
        time, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    static string Canonical(HttpRequest request, string signed, string body)
    {
        var headers = signed.Split(';').Select(name => $"{name}:{request.Headers[name].ToString().Trim()}\n");
        var query = request.QueryString.Value?.TrimStart('?');
        return $"{request.Method}\n{request.Path}\n{query}\n{string.Concat(headers)}\n{signed}\n{Hash(body)}";
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<scope>[^,]+), *"
        + "SignedHeaders=(?<headers>[^,]+), *Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Authorization();
}

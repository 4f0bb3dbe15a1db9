using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Notejam.Web.Accounts;

/// <summary>
/// What the cookie carries, encrypted: whose the session is, so that all that a page shows can be asked for together
/// with the session, and a secret. It says nothing that the row of the session has to confirm.
/// </summary>
static class SessionKey
{
    const int OwnerLength = 32;

    public static string Make(Guid owner) =>
        $"{owner:N}{WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32))}";

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.ASCII.GetBytes(key));

    /// <summary>Null for a key that the previous version made: it is the secret alone.</summary>
    public static Guid? OwnerOf(string key) =>
        key.Length > 2 * OwnerLength && Guid.TryParseExact(key[..OwnerLength], "N", out var owner) ? owner : null;
}

using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Notejam.Web.Http;

static class Unprotected
{
    /// <summary>What was protected; null for nothing, and for what we did not protect, or not for this long.</summary>
    public static string? TryUnprotect(this IDataProtector protector, string? text)
    {
        if (text is null) return null;
        try
        {
            return protector.Unprotect(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

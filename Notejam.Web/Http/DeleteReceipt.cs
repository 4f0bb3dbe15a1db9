using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Notejam.Web.Accounts;

namespace Notejam.Web.Http;

/// <summary>
/// Lets a repeated delete answer as the first did: the page that asks carries, signed, whose the thing was and where
/// its deletion leads. So nothing is kept about what is gone, and nobody learns whether somebody else's thing ever was.
/// </summary>
sealed class DeleteReceipt(IDataProtectionProvider protection, CurrentUser user)
{
    readonly IDataProtector protector = protection.CreateProtector("delete-receipt");

    public string Make(Guid id, string next) => protector.Protect(Owned(id) + next);

    /// <summary>Where the deletion led; null if this person was never asked about it.</summary>
    public string? Read(string? receipt, Guid id)
    {
        try
        {
            var read = protector.Unprotect(receipt ?? "");
            return read.StartsWith(Owned(id), StringComparison.Ordinal) ? read[Owned(id).Length..] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    string Owned(Guid id) => $"{user.Id} {id} ";
}

using Microsoft.AspNetCore.DataProtection;
using Notejam.Web.Accounts;

namespace Notejam.Web.Http;

/// <summary>
/// Lets a repeated delete answer as the first did: the page that asks carries, signed, whose the thing was. So nothing
/// is kept about what is gone, and nobody learns whether somebody else's thing ever was.
/// </summary>
sealed class DeleteReceipt(IDataProtectionProvider protection, CurrentUser user)
{
    readonly IDataProtector protector = protection.CreateProtector("delete-receipt");

    public string Make(Guid id) => protector.Protect(Owned(id));

    /// <summary>Whether this person was asked about it.</summary>
    public bool IsOf(string? receipt, Guid id) => protector.TryUnprotect(receipt) == Owned(id);

    string Owned(Guid id) => $"{user.Id} {id}";
}

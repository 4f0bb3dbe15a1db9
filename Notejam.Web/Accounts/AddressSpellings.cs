using System.Text;
using Microsoft.AspNetCore.Identity;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

static class AddressSpellings
{
    /// <summary>As it was typed, because older accounts may have it in any spelling, and in the one spelling.</summary>
    public static IEnumerable<string> Of(string typed) =>
        new[] { typed.Normalize(NormalizationForm.FormC), TextInput.Address(typed) }.Distinct(StringComparer.Ordinal);

    public static async Task<User?> FindByAddressAsync(this UserManager<User> users, string typed)
    {
        foreach (var spelling in Of(typed))
        {
            if (await users.FindByEmailAsync(spelling) is { } user) return user;
        }
        return null;
    }
}

using Microsoft.AspNetCore.Identity;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

/// <summary>A form for people without a session that a second tab sends after somebody has signed in.</summary>
static class AlreadySignedIn
{
    /// <summary>It leads where it would have led; and whoever named another account is told whose this is.</summary>
    public static SeeOther Answer(HttpContext context, string email, string? next)
    {
        var services = context.RequestServices;
        var current = services.GetRequiredService<CurrentUser>();
        var normalizer = services.GetRequiredService<ILookupNormalizer>();
        var isAnother = normalizer.NormalizeEmail(TextInput.Address(email)) != normalizer.NormalizeEmail(current.Email);
        if (isAnother)
        {
            var flash = services.GetRequiredService<Flash>();
            flash.Set($"You are signed in as {current.Email}. To use another account, sign out first.");
        }
        return new SeeOther(LocalUrl.Or(next, "/"));
    }
}

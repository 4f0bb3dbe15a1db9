using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

/// <summary>
/// The browser from which somebody has signed in before. It has an allowance of its own, so that nobody else's tries
/// keep the owner out. Its cookie opens nothing.
/// </summary>
sealed class KnownBrowser(IHttpContextAccessor http, IDataProtectionProvider protection, SiteSettings site)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    readonly ITimeLimitedDataProtector protector = protection.CreateProtector("browser").ToTimeLimitedDataProtector();

    string Name => site.CookieName("notejam-browser");

    /// <summary>Who has signed in from it last.</summary>
    public Guid? Owner => Read()?.Owner;

    /// <summary>What tells it from others, if it is known to be this person's.</summary>
    public string? IdFor(User? user) => Read() is { } known && known.Owner == user?.Id ? known.Id : null;

    public void Remember(User user)
    {
        var id = IdFor(user) ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var mark = protector.Protect($"{user.Id} {id}", Lifetime);
        http.HttpContext!.Response.Cookies.Append(Name, mark, site.PrivateCookie(Lifetime));
    }

    (Guid Owner, string Id)? Read() =>
        protector.TryUnprotect(http.HttpContext!.Request.Cookies[Name])?.Split(' ') is [var owner, var id]
            ? (Guid.Parse(owner), id)
            : null;
}

using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts.Kept;

/// <summary>What only this browser knows of a form. Its hash is in the row, and a part of that in the address.</summary>
sealed record KeptKey(string Value, DateTimeOffset Until)
{
    public byte[] Hash { get; } = SHA256.HashData(Convert.FromHexString(Value));

    public string Path => $"/kept/{Convert.ToHexStringLower(Hash.AsSpan(0, 8))}/";
}

/// <summary>The forms that wait for whoever uses this browser, by its cookie alone.</summary>
sealed class KeptKeys(
    IDataProtectionProvider protection, SiteSettings site, IHttpContextAccessor http, TimeProvider time)
{
    /// <summary>The most that wait for one person; the oldest make room.</summary>
    public const int Most = 5;

    static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    string Cookie => site.CookieName("notejam-kept");

    IDataProtector Protector => protection.CreateProtector("kept-key");

    public KeptKey New() => new(Convert.ToHexString(RandomNumberGenerator.GetBytes(32)), time.GetUtcNow() + Lifetime);

    /// <summary>That of the form which is shown at a path; null if none waits there.</summary>
    public KeptKey? Find(string? path) => All().FirstOrDefault(key => key.Path == path);

    public void Remember(KeptKey newest)
    {
        var marks = All().Take(Most - 1).Prepend(newest).Select(key => $"{key.Value} {key.Until:O}");
        var cookie = Protector.Protect(string.Join('\n', marks));
        http.HttpContext!.Response.Cookies.Append(Cookie, cookie, site.PrivateCookie(Lifetime));
    }

    /// <summary>The newest first.</summary>
    IEnumerable<KeptKey> All()
    {
        if (http.HttpContext!.Request.Cookies[Cookie] is not { } cookie) return [];
        if (Protector.TryUnprotect(cookie) is not { } marks) return [];
        return marks.Split('\n')
            .Select(mark => mark.Split(' '))
            .Select(mark => new KeptKey(mark[0], DateTimeOffset.Parse(mark[1], CultureInfo.InvariantCulture)))
            .Where(key => key.Until > time.GetUtcNow());
    }
}

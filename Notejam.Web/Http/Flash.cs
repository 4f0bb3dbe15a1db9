using Microsoft.AspNetCore.DataProtection;

namespace Notejam.Web.Http;

/// <summary>What has just been done.</summary>
/// <param name="Undo">Where a POST takes it back; null for what cannot be taken back.</param>
/// <param name="Saved">The draft that is saved by it, and no draft any more.</param>
/// <param name="Made">The page of what was saved; null where it is the page that is shown.</param>
public sealed record Message(string Text, string? Undo = null, string? Saved = null, string? Made = null);

/// <summary>One message that outlives one redirect: the next page that is shown takes it.</summary>
sealed class Flash(IHttpContextAccessor http, IDataProtectionProvider protection, SiteSettings site)
{
    public const string Cookie = "notejam-flash";

    readonly IDataProtector protector = protection.CreateProtector("flash");
    Message? shown;

    string Name => site.CookieName(Cookie);
    HttpContext Context => http.HttpContext!;

    CookieOptions Options => site.PrivateCookie(TimeSpan.FromMinutes(1));

    public void Set(string message, string? undo = null, string? saved = null, string? made = null) =>
        Context.Response.Cookies.Append(Name, protector.Protect($"{message}\n{undo}\n{saved}\n{made}"), Options);

    /// <summary>For the page that is shown now.</summary>
    public void Show(string message) => shown = new(message);

    public Message? Take()
    {
        if (shown is not null) return shown;
        if (!Context.Request.Cookies.TryGetValue(Name, out var cookie)) return null;
        // Who asks for the head of a page shows nothing to anybody.
        if (!HttpMethods.IsHead(Context.Request.Method)) Context.Response.Cookies.Delete(Name, Options);
        if (protector.TryUnprotect(cookie) is not { } text) return null;
        var lines = text.Split('\n');
        return new(lines[0], Given(1), Given(2), Given(3));

        // The version before writes fewer.
        string? Given(int line) => lines.ElementAtOrDefault(line) is { Length: > 0 } given ? given : null;
    }
}

using Microsoft.AspNetCore.DataProtection;

namespace Notejam.Web.Http;

/// <summary>What has just been done.</summary>
/// <param name="Undo">Where a POST takes it back; null for what cannot be taken back.</param>
public sealed record Message(string Text, string? Undo);

/// <summary>One message that outlives one redirect: the next page that is shown takes it.</summary>
sealed class Flash(IHttpContextAccessor http, IDataProtectionProvider protection, SiteSettings site)
{
    public const string Cookie = "notejam-flash";

    readonly IDataProtector protector = protection.CreateProtector("flash");
    Message? shown;

    string Name => site.CookieName(Cookie);
    HttpContext Context => http.HttpContext!;

    CookieOptions Options => site.PrivateCookie(TimeSpan.FromMinutes(1));

    public void Set(string message, string? undo = null) =>
        Context.Response.Cookies.Append(Name, protector.Protect($"{message}\n{undo}"), Options);

    /// <summary>For the page that is shown now.</summary>
    public void Show(string message) => shown = new(message, null);

    public Message? Take()
    {
        if (shown is not null) return shown;
        if (!Context.Request.Cookies.TryGetValue(Name, out var cookie)) return null;
        // Who asks for the head of a page shows nothing to anybody.
        if (!HttpMethods.IsHead(Context.Request.Method)) Context.Response.Cookies.Delete(Name, Options);
        if (protector.TryUnprotect(cookie) is not { } text) return null;
        var parts = text.Split('\n');
        return new(parts[0], parts is [_, { Length: > 0 } undo] ? undo : null);
    }
}

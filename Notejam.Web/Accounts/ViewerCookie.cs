using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

/// <summary>
/// Lets viewer.js see that a page which the browser brings back is no longer its reader's. Only signing out changes the
/// cookie: a session that ended by itself must not cost the text in a form that one goes back to.
/// </summary>
sealed class ViewerCookie(SiteSettings site)
{
    const string Gone = "gone";

    string Cookie => site.CookieName("notejam-viewer");

    CookieOptions Options =>
        new() { IsEssential = true, SameSite = SameSiteMode.Lax, Secure = site.IsHttps, Path = "/" };

    /// <summary>As the cookie stands in document.cookie; null for a visitor.</summary>
    public string? Of(ClaimsPrincipal? viewer) => Value(viewer) is { } value ? $"{Cookie}={value}" : null;

    public bool IsGone(HttpContext context) => context.Request.Cookies[Cookie] == Gone;

    /// <summary>
    /// Somebody signs out: another person on this machine must not find pages in the browser's cache.
    /// </summary>
    public void Leave(HttpContext context)
    {
        context.Response.Cookies.Append(Cookie, Gone, Options);
        ClearCache(context);
    }

    /// <summary>
    /// The page that one signs out from enters the cache only after it was cleared. So the next page loads an empty
    /// stylesheet, before it is shown, that has it cleared once more.
    /// </summary>
    public IResult Left(HttpContext context)
    {
        context.Response.Cookies.Delete(Cookie, Options);
        ClearCache(context);
        return TypedResults.Text("", "text/css");
    }

    /// <summary>Whether the browser has the one of who asks.</summary>
    public bool IsSet(HttpContext context) => context.Request.Cookies[Cookie] == Value(context.User);

    public Task SetAsync(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsGet(context.Request.Method)
            && Value(context.User) is { } value
            && context.Request.Cookies[Cookie] != value)
            context.Response.Cookies.Append(Cookie, value, Options);
        return next(context);
    }

    static void ClearCache(HttpContext context) => context.Response.Headers["Clear-Site-Data"] = "\"cache\"";

    static string? Value(ClaimsPrincipal? viewer) => viewer?.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
        ? WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(id)).AsSpan(0, 9)) : null;
}

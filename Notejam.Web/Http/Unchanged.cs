using System.Globalization;
using System.Reflection.Metadata;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Layout;

namespace Notejam.Web.Http;

/// <summary>
/// A browser that has a page as it is now is told so (304), after the session was read and before anything else is: by
/// a tag that names all that a page is made of besides its address.
/// </summary>
sealed class Unchanged(AssetLinks files, ViewerCookie viewer, SiteSettings site)
{
    static readonly string Undrawn = Guid.Empty.ToString();

    /// <summary>Of the program and of the files that its pages name.</summary>
    readonly Lazy<string> build = new(() =>
        Hash($"{typeof(Unchanged).Module.ModuleVersionId} {string.Join(' ', files.All)}"));

    readonly string flash = site.CookieName(Flash.Cookie);
    readonly string csrf = site.CookieName(HttpPipeline.CsrfCookie);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (MetadataUpdater.IsSupported
            || !PageReads.IsPage(context)
            || context.GetEndpoint()?.Metadata.GetMetadata<NewEachTimeAttribute>() is not null
            || context.User.FindFirstValue(CurrentUser.Content) is not { } content)
        {
            await next(context);
            return;
        }
        var owner = context.RequestServices.GetRequiredService<CurrentUser>().Id;
        var tag = Tag(context, owner, content);
        var asked = context.Request.Headers.IfNoneMatch;
        if (tag is not null && asked == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            context.Response.Headers.ETag = tag;
            context.Response.Headers.CacheControl = HttpPipeline.PageCaching;
            return;
        }
        if (tag is not null) context.Response.OnStarting(TagAsync, (context.Response, tag));
        if (asked.Count > 0)
        {
            var reads = context.RequestServices.GetRequiredService<Reads>();
            await reads.AskAsync(owner, PageReads.Of(context), context.RequestAborted);
        }
        await next(context);
    }

    /// <summary>A page that sets a cookie is another with the next request.</summary>
    static Task TagAsync(object state)
    {
        var (response, tag) = ((HttpResponse, string))state;
        if (response.StatusCode == StatusCodes.Status200OK && response.Headers.SetCookie.Count == 0)
            response.Headers.ETag = tag;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Null where the page is for once: it tells what has just happened, or gives a cookie that the browser lacks. The
    /// tokens of its forms belong to the cookie that is part of the tag. Null, too, for whom no version has been drawn
    /// yet: a restore of an older backup would come to the same.
    /// </summary>
    string? Tag(HttpContext context, Guid owner, string content)
    {
        var cookies = context.Request.Cookies;
        if (content == Undrawn || cookies.ContainsKey(flash) || !viewer.IsSet(context)) return null;
        if (cookies[csrf] is not { } token) return null;
        var clock = context.RequestServices.GetRequiredService<ViewerClock>();
        var made = string.Create(
            CultureInfo.InvariantCulture,
            $"{build.Value} {owner} {content} {clock.Zone.Id} {clock.Today:O} {token}");
        // Weak: it may come compressed, and the tokens are new each time.
        return $"W/\"{Hash(made)}\"";
    }

    static string Hash(string text) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>
/// A page that draws an id for what will be made, for two tabs must not make the same; or that shows what no version
/// counts, such as a history.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class NewEachTimeAttribute : Attribute;

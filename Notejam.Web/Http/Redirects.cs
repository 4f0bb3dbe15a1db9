using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Notejam.Web.Http;

/// <summary>303: the answer to a POST is found by a GET elsewhere.</summary>
sealed class SeeOther(string path) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = path;
        return Task.CompletedTask;
    }
}

static class Page
{
    /// <summary>A form that must come back: the same page with what was typed and what is wrong with it.</summary>
    public static RazorComponentResult Again<TPage>(object parameters)
        where TPage : Microsoft.AspNetCore.Components.IComponent =>
        new RazorComponentResult<TPage>(parameters) { StatusCode = StatusCodes.Status422UnprocessableEntity };

    /// <summary>
    /// A form whose token does not fit any more: the same page with what was typed and a token that fits.
    /// </summary>
    public static RazorComponentResult Stale<TPage>(object parameters)
        where TPage : Microsoft.AspNetCore.Components.IComponent =>
        new RazorComponentResult<TPage>(parameters) { StatusCode = StatusCodes.Status400BadRequest };

    /// <summary>A form for what is gone: the same 404 whether it ever was, with what was typed.</summary>
    public static RazorComponentResult Gone<TPage>(object parameters)
        where TPage : Microsoft.AspNetCore.Components.IComponent =>
        new RazorComponentResult<TPage>(parameters) { StatusCode = StatusCodes.Status404NotFound };
}

static class Local
{
    /// <summary>
    /// A path of this site, or home: "next" comes from outside and may name another site, also as //host or /\host. A
    /// header takes nothing but ASCII, and no browser knows ~/.
    /// </summary>
    public static string PathOr(string? next, string home) =>
        RedirectHttpResult.IsLocalUrl(next) && next is ['/', ..] && next.All(c => c is > ' ' and < (char)127)
            ? next : home;

    /// <summary>
    /// The path and query of a request as a link or an action may carry them: //host stays on this site.
    /// </summary>
    public static string PathOf(HttpRequest request) => PathOr(request.GetEncodedPathAndQuery(), "/");
}

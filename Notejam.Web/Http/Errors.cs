using System.Data.Common;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Notejam.Web.Layout;

namespace Notejam.Web.Http;

/// <summary>
/// Turns a bare status or an exception into a page that says what happened, what is safe and what to do.
/// </summary>
static class Errors
{
    /// <summary>For Retry-After: about as long as a database needs to fail over.</summary>
    const string RetrySeconds = "30";

    public static void UseErrors(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = Status,
            ExceptionHandler = RenderAsync,
            SuppressDiagnosticsCallback = failure => IsOutage(failure.Exception),
        });
        app.UseStatusCodePages(context => RenderAsync(context.HttpContext));
    }

    static int Status(Exception failure) => failure switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        _ when IsOutage(failure) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>The database is away or too slow, as opposed to refusing what we asked.</summary>
    public static bool IsOutage(Exception failure) => failure switch
    {
        RetryLimitExceededException or TimeoutException => true,
        DbException { IsTransient: true } => true,
        DbException { InnerException: TimeoutException or IOException or System.Net.Sockets.SocketException } => true,
        DbException => false,
        _ => failure.InnerException is { } inner && IsOutage(inner),
    };

    static async Task RenderAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = RetrySeconds;
        var page = await PageAsync(context, status);
        await context.InFreshScopeAsync(_ => page.ExecuteAsync(context));
    }

    static async Task<IResult> PageAsync(HttpContext context, int status)
    {
        var isStale = status == StatusCodes.Status400BadRequest && StaleForm.IsStale(context);
        // While the verdict stands, the framework lets nobody read what was typed.
        context.Features.Set<IAntiforgeryValidationFeature>(null);
        if (isStale && context.GetEndpoint()?.Metadata.GetMetadata<StaleForm>() is { } form)
            return form.Answer(context, await context.Request.ReadFormAsync());
        // Another site's form is not read, let alone shown.
        var sent = status == StatusCodes.Status403Forbidden ? null : await SentForm.ReadAsync(context);
        var isSignedIn = context.User.Identity?.IsAuthenticated == true;
        if (status == StatusCodes.Status404NotFound && isSignedIn && sent is not { HasText: true })
            return new PageResult<NotFoundPage>(new { IsSent = sent is not null }) { StatusCode = status };
        var path = LocalUrl.Of(context.Request);
        var isUnread = sent is { Fields.Count: 0, Token: null };
        var page = PageOf(context, path);
        var shown = new { Status = status, IsStale = isStale, Path = path, Page = page, Sent = sent, IsUnread = isUnread };
        return new PageResult<ErrorPage>(shown)
        {
            StatusCode = ResponseStatus(status),
        };
    }

    /// <summary>
    /// The page at the address that was asked, or the nearest above it: what a button alone sends has none of its own.
    /// </summary>
    static string PageOf(HttpContext context, string path)
    {
        if (HttpMethods.IsGet(context.Request.Method) || context.GetEndpoint() is not RouteEndpoint asked) return path;
        var pages = context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
            .Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            .Select(e => string.Join('/', Segments(e)))
            .ToHashSet();
        var pattern = Segments(asked);
        var segments = context.Request.Path.Value!.Trim('/').Split('/');
        for (var length = pattern.Length; length > 0; length--)
        {
            if (!pages.Contains(string.Join('/', pattern[..length]))) continue;
            return length == pattern.Length ? path : $"/{string.Join('/', segments[..length])}/";
        }
        return "/";

        static string[] Segments(Endpoint endpoint) =>
            ((RouteEndpoint)endpoint).RoutePattern.RawText!.Trim('/').ToLowerInvariant().Split('/');
    }

    /// <summary>
    /// Firefox takes a 408 for a connection that idled, and sends a form ten times before it shows the answer.
    /// </summary>
    static int ResponseStatus(int status) =>
        status == StatusCodes.Status408RequestTimeout ? StatusCodes.Status400BadRequest : status;
}

using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Notejam.ServiceDefaults.Telemetry;

/// <summary>One line for each request that the server passes on: who did what, when, and how it went.</summary>
public static class RequestLog
{
    static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"];

    static readonly object Skipped = new();

    /// <summary>
    /// Leaves a request out: of those that are turned away there can be thousands a second, and a line for each would
    /// cost more than they do.
    /// </summary>
    /// <param name="context">The request.</param>
    public static void Skip(HttpContext context) => context.Items[Skipped] = true;

    /// <summary>
    /// Logs each request under the category <c>Notejam.Request</c>: by its route and never by its path or query, which
    /// hold what people typed and the secrets of links; the person by id. A failure (500) comes with its exception, an
    /// outage (503) with its reason. Put it before the middleware that handles exceptions.
    /// </summary>
    /// <param name="app">The application.</param>
    public static void UseRequestLog(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Notejam.Request");
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.Use(async (context, next) =>
        {
            var start = time.GetTimestamp();
            try
            {
                await next(context);
                var handled = context.Features.Get<IExceptionHandlerFeature>();
                Write(context.Response.StatusCode, handled?.Endpoint ?? context.GetEndpoint(), handled?.Error);
            }
            catch (Exception unhandled)
            {
                // The answer had begun: nobody can make an error page of it any more.
                Write(StatusCodes.Status500InternalServerError, context.GetEndpoint(), unhandled);
                throw;
            }

            void Write(int status, Endpoint? endpoint, Exception? failure)
            {
                if (context.Items.ContainsKey(Skipped)) return;
                var method = Methods.Contains(context.Request.Method) ? context.Request.Method : "_OTHER";
                var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "-";
                var milliseconds = Math.Round(time.GetElapsedTime(start).TotalMilliseconds, 1);
                var user = context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "-";
                // The trace id is in each line of JSON anyway; on a developer's console it is found by what the page of
                // the failure says.
                var trace = Activity.Current?.TraceId.ToHexString();
                if (status == StatusCodes.Status503ServiceUnavailable)
                    log.LogWarning(
                        "{Method} {Route} {Status} in {Milliseconds} ms by {User}: {Reason}",
                        method, route, status, milliseconds, user, failure?.GetBaseException().Message ?? "too busy");
                else if (status >= 500)
                    log.LogError(
                        failure, "{Method} {Route} {Status} in {Milliseconds} ms by {User}, trace {Trace}",
                        method, route, status, milliseconds, user, trace);
                else
                    log.LogInformation(
                        "{Method} {Route} {Status} in {Milliseconds} ms by {User}",
                        method, route, status, milliseconds, user);
            }
        });
    }
}

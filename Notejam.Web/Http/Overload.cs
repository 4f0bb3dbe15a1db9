using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Notejam.ServiceDefaults.Telemetry;
using Notejam.Web.Layout;
using Npgsql;

namespace Notejam.Web.Http;

/// <summary>
/// Turns requests away before anything is done for them, the session's query included, when more run than there are
/// connections to the database: who is let in is served quickly, and who is not knows at once. Files, probes and metrics do
/// not come by here.
/// </summary>
sealed class Overload(NpgsqlDataSource database, AssetLinks files, LoadMetrics metrics) : IDisposable
{
    /// <summary>Forms of people without a session mostly wait for their turn to hash a password: for that few may wait.</summary>
    const int Strangers = 24;

    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>A class that signs in at the same time is a queue, and no flood.</summary>
    static readonly TimeSpan PatienceOfStrangers = TimeSpan.FromSeconds(1);

    readonly PartitionedRateLimiter<HttpContext> pages = LimiterOfPages(database);
    readonly PartitionedRateLimiter<HttpContext> strangers = Limiter(Strangers, ofOneNetwork: Strangers / 4);

    readonly Lazy<byte[]> page = new(() => System.Text.Encoding.UTF8.GetBytes($"""
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Back in a moment – Notejam</title>
        <link rel="stylesheet" href="{files["notejam.css"]}">
        <body class="solo">
        <main id="main">
        <h1 class="lead">Back in a moment.</h1>
        <div class="flow">
        <p>Too many people want something at the same time. Your notes are safe: try again in a few seconds.</p>
        <p><a class="button" href="">Try again</a></p>
        </div>
        </main>

        """));

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        using var place = IsStrangersForm(context)
            ? await EnterAsync(strangers, PatienceOfStrangers, context)
            : await EnterAsync(pages, Patience, context);
        if (place.IsAcquired)
        {
            await next(context);
            return;
        }
        metrics.Shed("overload");
        RequestLog.Skip(context);
        await RefuseAsync(context);
    }

    public void Dispose()
    {
        pages.Dispose();
        strangers.Dispose();
    }

    static async ValueTask<RateLimitLease> EnterAsync(
        PartitionedRateLimiter<HttpContext> limiter, TimeSpan patience, HttpContext context)
    {
        var place = limiter.AttemptAcquire(context);
        if (place.IsAcquired) return place;
        using var enough = new CancellationTokenSource(patience);
        try
        {
            return await limiter.AcquireAsync(context, 1, enough.Token);
        }
        catch (OperationCanceledException)
        {
            return place;
        }
    }

    /// <summary>What was typed goes back with the page of errors; whoever only reads gets a page that costs nothing.</summary>
    Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        if (HttpMethods.IsPost(context.Request.Method)) return Task.CompletedTask;
        context.Response.Headers.RetryAfter = "5";
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = page.Value.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(page.Value).AsTask();
    }

    static bool IsStrangersForm(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    static PartitionedRateLimiter<HttpContext> LimiterOfPages(NpgsqlDataSource database)
    {
        var connections = new NpgsqlConnectionStringBuilder(database.ConnectionString).MaxPoolSize;
        return Limiter(connections, ofOneNetwork: Math.Max(1, connections / 2));
    }

    /// <summary>
    /// No network has more than its share, so that a crowd at one address leaves room for everybody else. A network is
    /// forgotten ten seconds after its last request, so there are no more than send at the same time.
    /// </summary>
    static PartitionedRateLimiter<HttpContext> Limiter(int places, int ofOneNetwork) => PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, IPAddress>(c =>
            RateLimitPartition.GetConcurrencyLimiter(Network.Of(c), _ => Of(ofOneNetwork, waiting: places))),
        PartitionedRateLimiter.Create<HttpContext, int>(_ =>
            RateLimitPartition.GetConcurrencyLimiter(0, _ => Of(places, waiting: 2 * places))));

    static ConcurrencyLimiterOptions Of(int places, int waiting) => new() { PermitLimit = places, QueueLimit = waiting };
}

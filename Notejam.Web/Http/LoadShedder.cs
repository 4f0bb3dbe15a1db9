using Microsoft.AspNetCore.Authorization;
using Notejam.ServiceDefaults.Telemetry;
using Notejam.Web.Layout;
using Npgsql;

namespace Notejam.Web.Http;

/// <summary>
/// Turns requests away before anything is done for them, the session's query included, when more run than there are
/// connections to the database: who is let in is served quickly, and who is not knows within 0.3 s. Files, probes and
/// metrics do not come by here.
/// </summary>
sealed class LoadShedder(NpgsqlDataSource database, AssetLinks files, LoadMetrics metrics) : IDisposable
{
    /// <summary>
    /// Forms of people without a session mostly wait for their turn to hash a password: for that few may wait.
    /// </summary>
    const int Strangers = 24;

    /// <summary>
    /// Of one network, for pages, and twice as many of all: as an instance serves while the first of them waits. The
    /// time is the limit, and this keeps it honest: who cannot be served in it is not kept for it.
    /// </summary>
    const int Waiting = 300;

    readonly FairShareLimiter pages = Pages(new NpgsqlConnectionStringBuilder(database.ConnectionString).MaxPoolSize);

    /// <summary>A class that signs in at the same time is a queue, and no flood.</summary>
    readonly FairShareLimiter strangers = Places(
        Strangers, ofOneNetwork: Strangers / 4, Strangers, TimeSpan.FromSeconds(1));

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
        using var place = await (IsStrangersForm(context) ? strangers : pages).EnterAsync(context);
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

    /// <summary>
    /// What was typed goes back with the page of errors; whoever only reads gets a page that costs nothing.
    /// </summary>
    Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        if (HttpMethods.IsPost(context.Request.Method)) return Task.CompletedTask;
        context.Response.Headers.RetryAfter = "5";
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = page.Value.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return Task.CompletedTask;
        return context.Response.Body.WriteAsync(page.Value).AsTask();
    }

    static bool IsStrangersForm(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method)
        && context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    static FairShareLimiter Pages(int connections) =>
        Places(connections, ofOneNetwork: Math.Max(1, connections / 2), Waiting, TimeSpan.FromMilliseconds(300));

    static FairShareLimiter Places(int places, int ofOneNetwork, int waiting, TimeSpan longestWait) => new(
        new() { PermitLimit = places, QueueLimit = 2 * waiting },
        new() { PermitLimit = ofOneNetwork, QueueLimit = waiting },
        longestWait);
}

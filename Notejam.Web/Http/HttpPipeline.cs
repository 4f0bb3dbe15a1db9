using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Notejam.ServiceDefaults.Telemetry;

namespace Notejam.Web.Http;

/// <summary>What stands between the socket and the features: limits, proxies, headers, errors.</summary>
static class HttpPipeline
{
    const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>
    /// Pages hold somebody's notes. Not "no-store": with it a browser empties a form on Back, and on F5.
    /// </summary>
    public const string PageCaching = "private, no-cache";

    public const string CsrfCookie = "notejam-csrf";

    public static void AddHttpPipeline(this WebApplicationBuilder builder)
    {
        var site = SiteSettings.Read(builder);
        builder.Services.AddSingleton(site);
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Bodies.SetLimits(kestrel.Limits);
        });
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            foreach (var network in site.Networks) forwarded.KnownIPNetworks.Add(network);
        });
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new()
        {
            Timeout = TimeSpan.FromSeconds(10),
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        });
        // In Development the framework would throw instead: what is tested is what runs.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        builder.Services.AddAntiforgery(csrf =>
        {
            csrf.FormFieldName = "csrf";
            csrf.Cookie.Name = site.CookieName(CsrfCookie);
            csrf.Cookie.SecurePolicy = site.CookieSecure;
        });
        builder.Services.AddCompression();
        builder.Services.AddScoped<Flash>();
        builder.Services.AddInstruments<LoadMetrics>();
        builder.Services.AddSingleton<BodyBuffers>();
        builder.Services.AddSingleton<BodyMemory>();
        builder.Services.AddSingleton<LoadShedder>();
        builder.Services.AddScoped<DeleteReceipt>();
        builder.Services.AddSingleton<Unchanged>();
    }

    public static void UseHttpPipeline(this WebApplication app)
    {
        var site = app.Services.GetRequiredService<SiteSettings>();
        app.Lifetime.ApplicationStarted.Register(
            () => app.Logger.LogInformation("Notejam is at {Address}", site.PublicUrl));
        // With no network configured nobody is a proxy; the middleware would take an empty list for "everybody".
        if (site.Networks.Any()) app.UseForwardedHeaders();
        app.Use(TakeNoOddScheme);
        app.Use(AddHeaders);
        app.Use(RefuseOddHost);
        app.UseCompression();
        app.UseErrors();
        app.UseSameOrigin();
    }

    /// <summary>
    /// What stands before the work: the time of a request begins when all of it is here, and only those begin that can
    /// be served.
    /// </summary>
    public static void UseLimits(this WebApplication app)
    {
        var shedder = app.Services.GetRequiredService<LoadShedder>();
        app.UseBodies();
        app.Use(shedder.InvokeAsync);
        app.UseRequestTimeouts();
    }

    /// <summary>A proxy passes on what somebody may have sent to it, and of "-" no page can make its address.</summary>
    static Task TakeNoOddScheme(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.IsHttps) context.Request.Scheme = Uri.UriSchemeHttp;
        return next(context);
    }

    /// <summary>Links in pages are made from it: what is no host has no page.</summary>
    static Task RefuseOddHost(HttpContext context, RequestDelegate next)
    {
        var isHost = Uri.TryCreate($"http://{context.Request.Host.Value}/", UriKind.Absolute, out var url)
            && url.AbsolutePath == "/"
            && url.Host.Length > 0;
        if (isHost) return next(context);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsync("The Host header is not a host.\n");
    }

    static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
            if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
                headers.CacheControl = PageCaching;
            else if (headers.CacheControl.Count == 0) headers.CacheControl = "private, no-store";
            return Task.CompletedTask;
        });
        return next(context);
    }
}

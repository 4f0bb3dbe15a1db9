using Microsoft.AspNetCore.HttpOverrides;

namespace Notejam.Web.Http;

/// <summary>
/// A request over plain http for a site that is https: its cookies and tokens are made for https alone.
/// </summary>
static class PlainHttp
{
    /// <summary>What a proxy adds on the way, and what browsers send only over TLS.</summary>
    static readonly string[] TracesOfProxies =
    [
        ForwardedHeadersDefaults.XForwardedForHeaderName, ForwardedHeadersDefaults.XForwardedProtoHeaderName,
        ForwardedHeadersDefaults.XOriginalForHeaderName, "Forwarded", "Via", "Sec-Fetch-Site",
    ];

    /// <summary>
    /// Put it after the proxies' headers are read, and after the files, which are the same over http: a load balancer
    /// asks for one of them to see whether an instance is well.
    /// </summary>
    public static void UsePublicAddress(this WebApplication app)
    {
        var site = app.Services.GetRequiredService<SiteSettings>();
        if (site.IsHttps)
            app.Use((context, next) => context.Request.IsHttps ? next(context) : AnswerAsync(context, site));
    }

    static Task AnswerAsync(HttpContext context, SiteSettings site)
    {
        var (request, response) = (context.Request, context.Response);
        var address = site.PublicUrl.TrimEnd('/');
        if (IsOnlyRead(request) && WasPlainAllTheWay(request.Headers))
        {
            response.StatusCode = StatusCodes.Status308PermanentRedirect;
            // Put together, not resolved: a path such as //elsewhere.example would lead there.
            response.Headers.Location = address + request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
            return Task.CompletedTask;
        }
        response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return response.WriteAsync(
            $"Nothing was done: this came over plain http. Notejam is at {address}\n\n" +
            "For whoever runs this server, if that is where it was sent to: " +
            "the proxy that ends TLS must be in a network that Site__Proxies names, " +
            "and send X-Forwarded-Proto: https and the address of the client in X-Forwarded-For.\n");
    }

    static bool IsOnlyRead(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    /// <summary>
    /// Where TLS ends in front of us and we are not told, a redirect would come back as it went, for ever. So it is
    /// only given where the last proxy says http, or where there is no trace of any.
    /// </summary>
    static bool WasPlainAllTheWay(IHeaderDictionary headers)
    {
        var unread = headers[ForwardedHeadersDefaults.XForwardedProtoHeaderName].ToString();
        if (unread.Contains(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase)) return false;
        return unread == Uri.UriSchemeHttp
            || headers.ContainsKey(ForwardedHeadersDefaults.XOriginalProtoHeaderName)
            || !TracesOfProxies.Any(headers.ContainsKey);
    }
}

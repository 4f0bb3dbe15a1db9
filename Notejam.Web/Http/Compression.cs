using Microsoft.AspNetCore.Http.Features;

namespace Notejam.Web.Http;

/// <summary>
/// Pages are compressed, but over TLS only where a browser vouches that no other site asked for them: from the lengths
/// of many answers to questions of its own choice, one could read what a page holds (docs/decisions/011).
/// </summary>
static class Compression
{
    /// <summary>Files were compressed when they were published.</summary>
    public static void AddCompression(this IServiceCollection services) =>
        services.AddResponseCompression(compression => compression.MimeTypes = ["text/html"]);

    public static void UseCompression(this WebApplication app)
    {
        app.UseResponseCompression();
        app.Use((context, next) =>
        {
            // The feature is there where the client takes a compressed answer.
            if (IsAskedForFromHere(context.Request) && context.Features.Get<IHttpsCompressionFeature>() is { } overTls)
                overTls.Mode = HttpsCompressionMode.Compress;
            return next(context);
        });
    }

    /// <summary>
    /// By one of our pages, or by the person: an address typed, a bookmark. Browsers that do not say get it plain.
    /// </summary>
    static bool IsAskedForFromHere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "same-origin" or "none";
}

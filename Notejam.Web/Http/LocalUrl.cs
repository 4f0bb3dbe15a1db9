using Microsoft.AspNetCore.Http.Extensions;

namespace Notejam.Web.Http;

static class LocalUrl
{
    /// <summary>
    /// A path of this site, or home: "next" comes from outside and may name another site, also as //host or /\host.
    /// </summary>
    public static string Or(string? next, string home) =>
        next is ['/', ..] and not ['/', '/' or '\\', ..]
        && next.All(c => c is > ' ' and < (char)127)
        && Uri.TryCreate(next, UriKind.Relative, out _)
            ? next : home;

    /// <summary>
    /// The path and query of a request as a link or an action may carry them: //host stays on this site.
    /// </summary>
    public static string Of(HttpRequest request) => Or(request.GetEncodedPathAndQuery(), "/");
}

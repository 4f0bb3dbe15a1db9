using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Notejam.Web.Http;

static class LocalUrl
{
    /// <summary>
    /// A path of this site, or home: "next" comes from outside and may name another site, also as //host or /\host. A
    /// header takes nothing but ASCII, and no browser knows ~/.
    /// </summary>
    public static string Or(string? next, string home) =>
        RedirectHttpResult.IsLocalUrl(next) && next is ['/', ..] && next.All(c => c is > ' ' and < (char)127)
            ? next : home;

    /// <summary>
    /// The path and query of a request as a link or an action may carry them: //host stays on this site.
    /// </summary>
    public static string Of(HttpRequest request) => Or(request.GetEncodedPathAndQuery(), "/");
}

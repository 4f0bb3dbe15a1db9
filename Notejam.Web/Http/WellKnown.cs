using Notejam.ServiceDefaults;

namespace Notejam.Web.Http;

static class WellKnown
{
    /// <summary>Where password managers look: https://w3c.github.io/webappsec-change-password-url/</summary>
    public static void MapWellKnown(this WebApplication app) => app
        .MapGetAndHead("/.well-known/change-password", () => TypedResults.Redirect("/settings/"))
        .AllowAnonymous()
        .ShortCircuit();
}

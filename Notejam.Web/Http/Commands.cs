using Microsoft.AspNetCore.Antiforgery;

namespace Notejam.Web.Http;

/// <summary>
/// The one group of every POST. Its filter demands a valid antiforgery token: the metadata alone only makes the middleware
/// record a verdict, which endpoints without a form parameter would ignore.
/// </summary>
static class Commands
{
    public static RouteGroupBuilder MapCommands(this WebApplication app) => app.MapGroup("")
        .WithMetadata(new RequireAntiforgeryTokenAttribute())
        .RequireAuthorization()
        .AddEndpointFilter(async (invocation, next) =>
            invocation.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true }
                ? await next(invocation)
                : TypedResults.BadRequest());

    /// <summary>Pages only read. Every change is an endpoint of the group above, so a page has no business with POST.</summary>
    public static void AnswerOnlyGet(this RazorComponentsEndpointConventionBuilder pages) => pages.Add(endpoint =>
    {
        foreach (var methods in endpoint.Metadata.OfType<IHttpMethodMetadata>().ToList()) endpoint.Metadata.Remove(methods);
        endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
    });
}

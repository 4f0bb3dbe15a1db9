using Microsoft.AspNetCore.Antiforgery;

namespace Notejam.Web.Http;

/// <summary>
/// The one group of every POST. Its filter demands a valid antiforgery token: the metadata alone only makes the
/// middleware record a verdict, which endpoints without a form parameter would ignore.
/// </summary>
static class Commands
{
    public static RouteGroupBuilder MapCommands(this WebApplication app) => app.MapGroup("")
        .WithMetadata(new RequireAntiforgeryTokenAttribute())
        .RequireAuthorization()
        .AddEndpointFilter(async (invocation, next) =>
            invocation.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true }
                ? await next(invocation)
                : TypedResults.BadRequest())
        .AddEndpointFilterFactory(GiveEmptyForm);

    /// <summary>
    /// A body without any of a form's fields is an empty form, to be refused field by field; the framework binds null.
    /// </summary>
    static EndpointFilterDelegate GiveEmptyForm(EndpointFilterFactoryContext handler, EndpointFilterDelegate next)
    {
        var form = handler.MethodInfo.GetParameters().SingleOrDefault(p => p.ParameterType.IsSubclassOf(typeof(Form)));
        return form is null ? next : invocation =>
        {
            invocation.Arguments[form.Position] ??= Activator.CreateInstance(form.ParameterType);
            return next(invocation);
        };
    }
}

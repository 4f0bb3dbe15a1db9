namespace Notejam.Web.Accounts;

/// <summary>Pages for people without an account or a session: who is signed in already goes home.</summary>
static class AnonymousPages
{
    public static IApplicationBuilder UseAnonymousPages(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.User.Identity?.IsAuthenticated != true) return next(context);
        if (context.GetEndpoint()?.Metadata.GetMetadata<AnonymousOnlyAttribute>() is null) return next(context);
        context.Response.Redirect("/");
        return Task.CompletedTask;
    });
}

[AttributeUsage(AttributeTargets.Class)]
sealed class AnonymousOnlyAttribute : Attribute;

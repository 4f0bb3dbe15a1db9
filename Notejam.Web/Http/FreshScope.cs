namespace Notejam.Web.Http;

static class FreshScope
{
    /// <summary>
    /// Runs the rest of a request with services of its own, where the request's hold state that is spent: a page
    /// that was not found, a context that has failed, a cookie handler that remembers the session it has read.
    /// </summary>
    public static async Task InFreshScopeAsync(this HttpContext context, Func<IServiceProvider, Task> action)
    {
        var services = context.RequestServices;
        await using var scope = services.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await action(scope.ServiceProvider);
        }
        finally
        {
            context.RequestServices = services;
        }
    }
}

using System.Threading.RateLimiting;

namespace Notejam.Web.Accounts;

/// <summary>
/// Lets few requests hash passwords at once, and few wait: ten sign-ins a second fill a core. A filter, because it must not
/// hold its place while a body is still arriving: by then the form has been read.
/// </summary>
sealed class HashingCap : IEndpointFilter, IDisposable
{
    readonly ConcurrencyLimiter limiter = new(new() { PermitLimit = Math.Max(1, Environment.ProcessorCount - 1), QueueLimit = 20 });

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        using var lease = await limiter.AcquireAsync(1, context.HttpContext.RequestAborted);
        if (lease.IsAcquired) return await next(context);
        context.HttpContext.RequestServices.GetRequiredService<AccountMetrics>().HashingShed();
        return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    public void Dispose() => limiter.Dispose();
}

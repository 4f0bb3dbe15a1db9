using Microsoft.AspNetCore.Components;

namespace Notejam.Web.Http;

/// <summary>
/// A page as an answer of its own, such as to a form, with what was typed. <see cref="FormResults"/> has the statuses.
/// </summary>
sealed class PageResult<TPage>(object? parameters = null) : IResult where TPage : IComponent
{
    public int StatusCode { get; init; } = StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCode;
        return Pages.WriteAsync(httpContext, typeof(TPage), new RouteValueDictionary(parameters));
    }
}

using Microsoft.AspNetCore.Components;

namespace Notejam.Web.Http;

/// <summary>A form that comes back with what was typed.</summary>
static class FormResults
{
    /// <summary>422: the same page, with what is wrong.</summary>
    public static PageResult<TPage> Invalid<TPage>(object parameters) where TPage : IComponent =>
        new(parameters) { StatusCode = StatusCodes.Status422UnprocessableEntity };

    /// <summary>400: the token does not fit any more; the same page, with one that fits.</summary>
    public static PageResult<TPage> Stale<TPage>(object parameters) where TPage : IComponent =>
        new(parameters) { StatusCode = StatusCodes.Status400BadRequest };

    /// <summary>409: what the form is for has changed since it was filled in.</summary>
    public static PageResult<TPage> Conflict<TPage>(object parameters) where TPage : IComponent =>
        new(parameters) { StatusCode = StatusCodes.Status409Conflict };

    /// <summary>404: what the form is for is gone; the same whether it ever was.</summary>
    public static PageResult<TPage> NotFound<TPage>(object parameters) where TPage : IComponent =>
        new(parameters) { StatusCode = StatusCodes.Status404NotFound };
}

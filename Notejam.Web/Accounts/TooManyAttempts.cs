using System.Globalization;
using Microsoft.AspNetCore.Components;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

static class TooManyAttempts
{
    /// <summary>429: the page once more, with what was typed and when to try again.</summary>
    public static PageResult<TPage> Answer<TPage>(
        HttpContext context, TimeSpan wait, Form form, string field, object parameters)
        where TPage : IComponent
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        form.Refuse(field, $"Too many tries. Try again in {Words(wait)}.");
        return new PageResult<TPage>(parameters) { StatusCode = StatusCodes.Status429TooManyRequests };
    }

    internal static string Words(TimeSpan wait) => wait > TimeSpan.FromSeconds(59)
        ? Count((int)Math.Ceiling(wait.TotalMinutes), "minute")
        : Count((int)Math.Ceiling(wait.TotalSeconds), "second");

    static string Count(int number, string unit) => number == 1 ? $"1 {unit}" : $"{number} {unit}s";
}

using Microsoft.AspNetCore.Components;

namespace Notejam.Web.Http;

/// <summary>Where components think that they are. They find nothing there, or stay.</summary>
sealed class PageAddress : NavigationManager
{
    public PageAddress(IHttpContextAccessor http)
    {
        var request = http.HttpContext!.Request;
        var site = $"{request.Scheme}://{request.Host}{request.PathBase}";
        Initialize($"{site}/", $"{site}{request.Path}{request.QueryString}");
        OnNotFound += (_, _) => IsFound = false;
    }

    public bool IsFound { get; private set; } = true;
}

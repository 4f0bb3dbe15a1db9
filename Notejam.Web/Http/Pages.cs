using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Notejam.ServiceDefaults;

namespace Notejam.Web.Http;

/// <summary>
/// Answers with Razor components. The framework's way to do it serves pages that go on changing in the browser, which
/// ours do not, and costs a third more (docs/decisions/047).
/// </summary>
static class Pages
{
    /// <summary>
    /// Each page at its addresses, for GET and HEAD: pages only read. Every change is an endpoint of the group that
    /// <see cref="Commands.MapCommands"/> makes, so a page has no business with POST.
    /// </summary>
    public static RouteGroupBuilder MapPages(this WebApplication app)
    {
        var pages = app.MapGroup("");
        foreach (var page in typeof(App).Assembly.GetTypes())
        {
            foreach (var route in page.GetCustomAttributes<RouteAttribute>())
            {
                pages.MapMethods(route.Template, GetAndHead.Methods, context => ShowAsync(context, page))
                    .WithMetadata([.. page.GetCustomAttributes(inherit: true), new ComponentTypeMetadata(page)]);
            }
        }
        return pages;
    }

    /// <summary>Writes a page in its layout, all at once: a page that fails has written nothing.</summary>
    public static async Task WriteAsync(HttpContext context, Type page, IDictionary<string, object?> values)
    {
        var services = context.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        using var html = new HtmlBuffer();
        var isFound = true;
        BeAt(context.Request, () => isFound = false);
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = new Dictionary<string, object?> { [nameof(App.Page)] = page, [nameof(App.Values)] = values };
            var root = renderer.BeginRenderingComponent<App>(ParameterView.FromDictionary(parameters));
            await root.QuiescenceTask;
            root.WriteHtmlTo(html);
        });
        if (!isFound)
        {
            // The page of errors says it.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        context.Response.ContentType = "text/html; charset=utf-8";
        html.CopyTo(context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    static Task ShowAsync(HttpContext context, Type page)
    {
        var values = new RouteValueDictionary(context.Request.RouteValues);
        if (values.TryGetValue("Id", out var id)) values["Id"] = Guid.Parse((string)id!);
        return WriteAsync(context, page, values);
    }

    /// <summary>Where components think that they are, and what is done when one of them finds nothing there.</summary>
    static void BeAt(HttpRequest request, Action onNotFound)
    {
        var navigation = request.HttpContext.RequestServices.GetRequiredService<NavigationManager>();
        var root = $"{request.Scheme}://{request.Host}{request.PathBase}/";
        ((IHostEnvironmentNavigationManager)navigation).Initialize(root, $"{root[..^1]}{request.Path}{request.QueryString}");
        navigation.OnNotFound += (_, _) => onNotFound();
    }
}

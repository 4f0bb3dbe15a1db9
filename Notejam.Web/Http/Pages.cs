using System.Reflection;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using Notejam.ServiceDefaults;
using Notejam.Web.Layout;

namespace Notejam.Web.Http;

/// <summary>
/// Answers with Razor components. The framework's way to do it serves pages that go on changing in the browser, which
/// ours do not, and pays for it each time (docs/decisions/047).
/// </summary>
static class Pages
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddScoped<PageAddress>();
        services.AddScoped<NavigationManager>(scope => scope.GetRequiredService<PageAddress>());
        services.AddScoped<AntiforgeryStateProvider, FormTokens>();
        services.AddSupplyValueFromQueryProvider();
        services.AddScoped<ViewerClock>();
        services.AddSingleton<AssetLinks>();
        services.AddSingleton<HtmlEncoder, PageEncoder>();
    }

    /// <summary>
    /// Each page at its addresses, for GET and HEAD: pages only read. Every change is an endpoint of the group that
    /// <see cref="Commands.MapCommands"/> makes, so a page has no business with POST.
    /// </summary>
    public static RouteGroupBuilder MapPages(this WebApplication app)
    {
        var pages = app.MapGroup("");
        foreach (var page in typeof(Pages).Assembly.GetExportedTypes())
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
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = renderer.BeginRenderingComponent<PageInLayout>(PageInLayout.Parameters(page, values));
            await root.QuiescenceTask;
            root.WriteHtmlTo(html);
        });
        if (!services.GetRequiredService<PageAddress>().IsFound)
        {
            // The page of errors says it.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        context.Response.ContentType = "text/html; charset=utf-8";
        html.CopyTo(context.Response.BodyWriter);
        // Not given up when the request's time ends: its work is done, and who reads slowly reads on. Kestrel ends the
        // connection of whoever hardly reads at all.
        await context.Response.BodyWriter.FlushAsync(CancellationToken.None);
    }

    static Task ShowAsync(HttpContext context, Type page)
    {
        var values = new RouteValueDictionary(context.Request.RouteValues);
        if (values.TryGetValue("Id", out var id)) values["Id"] = Guid.Parse((string)id!);
        return WriteAsync(context, page, values);
    }
}

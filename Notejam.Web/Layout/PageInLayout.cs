using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Components;

namespace Notejam.Web.Layout;

/// <summary>
/// A page in its layout. The layouts are whole documents: a page looks the same whether it is asked for by its address,
/// or a command shows it again with errors.
/// </summary>
sealed class PageInLayout : IComponent
{
    static readonly ConcurrentDictionary<Type, Type> Layouts = [];

    RenderHandle handle;

    public static ParameterView Parameters(Type page, IDictionary<string, object?> values) =>
        ParameterView.FromDictionary(new Dictionary<string, object?> { ["page"] = page, ["values"] = values });

    public void Attach(RenderHandle renderHandle) => handle = renderHandle;

    public Task SetParametersAsync(ParameterView parameters)
    {
        var page = parameters.GetValueOrDefault<Type>("page")!;
        var values = parameters.GetValueOrDefault<IDictionary<string, object?>>("values")!;
        handle.Render(layout =>
        {
            layout.OpenComponent(0, Layouts.GetOrAdd(page, LayoutOf));
            layout.AddComponentParameter(1, nameof(LayoutComponentBase.Body), Body(page, values));
            layout.CloseComponent();
        });
        return Task.CompletedTask;
    }

    static RenderFragment Body(Type page, IDictionary<string, object?> values) => body =>
    {
        body.OpenComponent(0, page);
        foreach (var (name, value) in values) body.AddComponentParameter(1, name, value);
        body.CloseComponent();
    };

    static Type LayoutOf(Type page) => page.GetCustomAttribute<LayoutAttribute>()!.LayoutType;
}

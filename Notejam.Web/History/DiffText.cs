using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Notejam.Web.History;

/// <summary>What was added to a text and what removed. Not Razor: every space in it would be shown.</summary>
public sealed class DiffText : ComponentBase
{
    [Parameter, EditorRequired] public IReadOnlyList<DiffPart> Parts { get; set; } = [];

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", "diff");
        builder.AddAttribute(2, "dir", "auto");
        foreach (var part in Parts)
        {
            if (part.Change == Change.None)
            {
                builder.AddContent(3, part.Text);
                continue;
            }
            builder.OpenElement(4, part.Change == Change.Added ? "ins" : "del");
            builder.AddContent(5, part.Text);
            builder.CloseElement();
        }
        builder.CloseElement();
    }
}

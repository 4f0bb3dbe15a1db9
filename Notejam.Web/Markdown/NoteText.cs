using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Notejam.Web.Markdown;

/// <summary>The text of a note, as it reads. The one component that writes HTML as it is.</summary>
public sealed class NoteText : ComponentBase
{
    [Inject] RenderedTexts Rendered { get; set; } = null!;

    [Parameter, EditorRequired] public string Text { get; set; } = "";

    /// <summary>Whether tasks are buttons of the form "tasks".</summary>
    [Parameter] public bool CanTick { get; set; }

    /// <summary>Where its links to other notes lead.</summary>
    [Parameter] public NoteLinkTargets Targets { get; set; } = NoteLinkTargets.None;

    protected override void BuildRenderTree(RenderTreeBuilder builder) =>
        builder.AddMarkupContent(0, Rendered.Of(Text, CanTick, Targets));
}

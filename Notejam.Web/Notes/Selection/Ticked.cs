using Microsoft.AspNetCore.Mvc;
using Notejam.Web.Http;

namespace Notejam.Web.Notes.Selection;

/// <summary>What a list with boxes sends, whichever of its buttons is pressed.</summary>
/// <param name="Notes">Those that are ticked.</param>
/// <param name="Pad">The one that is chosen for a move.</param>
/// <param name="Back">The list without boxes.</param>
sealed record Ticked(
    [FromForm(Name = "note")] Guid[] Notes,
    [FromForm(Name = "pad")] string? Pad,
    [FromForm(Name = "back")] string? Back)
{
    public SeeOther Done() => new(LocalUrl.Or(Back, "/"));

    /// <summary>To the list again, where boxes can be ticked, and those are that were.</summary>
    public SeeOther Ask(Flash flash, string message)
    {
        flash.Set(message);
        return new SeeOther(SelectLink.Again(LocalUrl.Or(Back, "/"), Notes, Pad));
    }

    /// <summary>None of them is there any more.</summary>
    public SeeOther Gone(Flash flash) => (this with { Notes = [], Pad = null }).Ask(flash, Selected.GoneMessage);
}

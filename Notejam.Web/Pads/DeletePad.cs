using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Notes;

namespace Notejam.Web.Pads;

static class DeletePad
{
    /// <summary>The foreign key takes the pad's notes along, in the same statement.</summary>
    public static async Task<IResult> PostAsync(Guid id, NotejamDb db, Flash flash, NoteMetrics metrics)
    {
        var found = await db.Pads.Where(p => p.Id == id).Select(p => new { p.NoteCount }).FirstOrDefaultAsync();
        if (found is null || await db.Pads.Where(p => p.Id == id).ExecuteDeleteAsync() == 0) return TypedResults.NotFound();
        metrics.Deleted(found.NoteCount);
        flash.Say("Pad is successfully deleted");
        return new SeeOther("/");
    }
}

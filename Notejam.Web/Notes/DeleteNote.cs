using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Pads;

namespace Notejam.Web.Notes;

static class DeleteNote
{
    public static async Task<IResult> PostAsync(Guid id, NotejamDb db, Flash flash, NoteMetrics metrics)
    {
        var found = await db.Notes.Where(n => n.Id == id).Select(n => new { n.PadId }).FirstOrDefaultAsync();
        if (found is null || await db.Notes.Where(n => n.Id == id).ExecuteDeleteAsync() == 0) return TypedResults.NotFound();
        metrics.Deleted(1);
        flash.Say("Note is successfully deleted");
        return new SeeOther(PadLinks.Of(found.PadId));
    }
}

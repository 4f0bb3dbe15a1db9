using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Notes;
using Notejam.Web.Pads;

namespace Notejam.Web.Trash;

static class TrashNote
{
    public static async Task<Results<SeeOther, NotFound>> PostAsync(
        Guid id, NotejamDb db, TimeProvider time, Flash flash, NoteMetrics metrics)
    {
        DateTimeOffset? at = time.GetUtcNow();
        Guid? batch = Guid.CreateVersion7(at.Value);
        var moved = await db.Notes.Where(n => n.Id == id).MoveToTrashAsync(at, batch);
        metrics.Deleted(moved);
        var note = await db.AllNotes()
            .Where(n => n.Id == id)
            .Select(n => new { n.PadId, IsWithPad = db.Pads.Any(p => p.Id == n.PadId && p.BatchId == n.BatchId) })
            .FirstOrDefaultAsync();
        if (note is null) return TypedResults.NotFound();
        if (note.IsWithPad) flash.Set("Moved to trash with its pad.", undo: $"/pads/{note.PadId}/restore/");
        else flash.Set("Moved to trash.", undo: $"/notes/{id}/restore/");
        return new SeeOther(PadLinks.Of(note.PadId));
    }
}

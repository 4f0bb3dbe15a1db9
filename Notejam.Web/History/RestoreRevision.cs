using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Notes;
using Notejam.Web.Notes.Linked;
using Notejam.Web.Trash;

namespace Notejam.Web.History;

static class RestoreRevision
{
    /// <summary>What the note says meanwhile is kept as well, so that nothing has to be asked.</summary>
    public static async Task<Results<SeeOther, NotFound>> PostAsync(
        Guid id, Guid revision, NotejamDb db, TimeProvider time, Flash flash, NoteMetrics metrics)
    {
        for (var tries = 0; tries < Conflicts.Tries; tries++)
        {
            var older = await db.Revisions.AsNoTracking().FirstOrDefaultAsync(r => r.Id == revision && r.NoteId == id);
            var note = await db.AllNotes().FirstOrDefaultAsync(n => n.Id == id);
            if (older is null || note is null) return TypedResults.NotFound();
            // Its page says where it is.
            if (note.TrashedAt is not null) return new SeeOther($"/notes/{id}/");
            var (before, now) = (note.Name, time.GetUtcNow());
            if (note.Restore(older, now) is { } replaced) db.Add(replaced);
            if (!await db.SaveWithLinksAsync(note, before, now)) continue;
            metrics.Edited();
            flash.Set("Restored");
            return new SeeOther($"/notes/{id}/");
        }
        throw Conflicts.TooManyTries();
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Notes;
using Notejam.Web.Pads;

namespace Notejam.Web.Archive;

/// <summary>Out of the lists, still found by the search, and kept.</summary>
static class ArchiveNote
{
    public static async Task<Results<SeeOther, NotFound>> PostAsync(
        Guid id, NotejamDb db, TimeProvider time, Flash flash)
    {
        await db.Notes.Where(n => n.Id == id).MoveToArchiveAsync(time.GetUtcNow());
        var note = await db.Notes.Where(n => n.Id == id).Select(n => new { n.PadId }).SingleOrDefaultAsync();
        if (note is null) return TypedResults.NotFound();
        flash.Set("Archived.", undo: $"/notes/{id}/unarchive/");
        return new SeeOther(PadLinks.Of(note.PadId));
    }

    public static async Task<Results<SeeOther, NotFound>> PostBackAsync(Guid id, NotejamDb db, Flash flash)
    {
        await db.Notes.Where(n => n.Id == id).MoveFromArchiveAsync();
        if (!await db.Notes.AnyAsync(n => n.Id == id)) return TypedResults.NotFound();
        flash.Set("Unarchived.", undo: $"/notes/{id}/archive/");
        return new SeeOther($"/notes/{id}/");
    }

    /// <summary>Those that are not there yet. Where each was is kept, so that no older move stands in for it.</summary>
    public static Task<int> MoveToArchiveAsync(this IQueryable<Note> notes, DateTimeOffset now)
    {
        DateTimeOffset? at = now, never = null;
        Guid? batch = Guid.CreateVersion7(now);
        return notes.Where(n => n.ArchivedAt == null).ExecuteUpdateAsync(note => note
            .SetProperty(n => n.ArchivedAt, at)
            .SetProperty(n => n.PinnedAt, never)
            .SetProperty(n => n.BatchId, batch)
            .SetProperty(n => n.MovedFrom, n => n.PadId));
    }

    public static Task<int> MoveFromArchiveAsync(this IQueryable<Note> notes)
    {
        DateTimeOffset? never = null;
        return notes.Where(n => n.ArchivedAt != null)
            .ExecuteUpdateAsync(note => note.SetProperty(n => n.ArchivedAt, never));
    }
}

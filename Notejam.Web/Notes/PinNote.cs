using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Notes;

static class PinNote
{
    const string ArchivedMessage = "It is in the archive. Unarchive it first, then pin it.";

    public static async Task<Results<SeeOther, NotFound>> PostPinAsync(
        Guid id, NotejamDb db, TimeProvider time, Flash flash)
    {
        DateTimeOffset? at = time.GetUtcNow();
        await db.Notes
            .Where(n => n.Id == id && n.PinnedAt == null && n.ArchivedAt == null)
            .ExecuteUpdateAsync(note => note.SetProperty(n => n.PinnedAt, at));
        var note = await db.Notes.Where(n => n.Id == id).Select(n => new { n.PinnedAt }).SingleOrDefaultAsync();
        if (note is null) return TypedResults.NotFound();
        if (note.PinnedAt is not null) flash.Set("Pinned.", undo: $"/notes/{id}/unpin/");
        else flash.Set(ArchivedMessage);
        return new SeeOther($"/notes/{id}/");
    }

    public static async Task<Results<SeeOther, NotFound>> PostUnpinAsync(Guid id, NotejamDb db, Flash flash)
    {
        DateTimeOffset? never = null;
        await db.Notes
            .Where(n => n.Id == id && n.PinnedAt != null)
            .ExecuteUpdateAsync(note => note.SetProperty(n => n.PinnedAt, never));
        if (!await db.Notes.AnyAsync(n => n.Id == id)) return TypedResults.NotFound();
        flash.Set("Unpinned.", undo: $"/notes/{id}/pin/");
        return new SeeOther($"/notes/{id}/");
    }
}

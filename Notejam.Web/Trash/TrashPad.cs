using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Notes;

namespace Notejam.Web.Trash;

static class TrashPad
{
    /// <summary>Its notes go with it, and come back with it.</summary>
    public static async Task<Results<SeeOther, NotFound>> PostAsync(
        Guid id, NotejamDb db, CurrentUser user, TimeProvider time, Flash flash, NoteMetrics metrics)
    {
        var at = time.GetUtcNow();
        var moved = await db.InTransactionAsync(() => MoveAsync(db, user.Id, id, at));
        metrics.Deleted(moved);
        if (await TrashedPad.FindAsync(db, id) is not { } pad) return TypedResults.NotFound();
        flash.Set($"Moved {pad} to trash.", undo: $"/pads/{id}/restore/");
        return new SeeOther("/");
    }

    static async Task<int> MoveAsync(NotejamDb db, Guid owner, Guid id, DateTimeOffset? at)
    {
        await TrashedPad.LockNotesAsync(db, owner, id);
        Guid? batch = Guid.CreateVersion7(at!.Value);
        var isMoved = await db.Pads
            .Where(p => p.Id == id)
            .ExecuteUpdateAsync(pad => pad.SetProperty(p => p.TrashedAt, at).SetProperty(p => p.BatchId, batch)) > 0;
        return !isMoved ? 0 : await db.Notes.Where(n => n.PadId == id).MoveToTrashAsync(at, batch);
    }
}

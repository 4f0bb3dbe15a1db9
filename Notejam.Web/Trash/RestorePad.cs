using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Pads;

namespace Notejam.Web.Trash;

static class RestorePad
{
    /// <summary>With the notes that went to the trash with it, and no others.</summary>
    public static async Task<Results<SeeOther, NotFound>> PostAsync(
        Guid id, NotejamDb db, CurrentUser user, Flash flash)
    {
        await db.InTransactionAsync(() => MoveBackAsync(db, user.Id, id));
        if (await TrashedPad.FindAsync(db, id) is not { } pad) return TypedResults.NotFound();
        flash.Set($"Restored {pad}.", undo: $"/pads/{id}/trash/");
        return new SeeOther(PadLinks.Of(id));
    }

    static async Task<int> MoveBackAsync(NotejamDb db, Guid owner, Guid id)
    {
        await TrashedPad.LockNotesAsync(db, owner, id);
        DateTimeOffset? never = null;
        await db.AllPads()
            .Where(p => p.Id == id)
            .ExecuteUpdateAsync(pad => pad.SetProperty(p => p.TrashedAt, never));
        return await db.AllNotes()
            .Where(n => n.PadId == id && n.TrashedAt != null)
            .Where(n => db.Pads.Any(p => p.Id == id && p.BatchId == n.BatchId))
            .ExecuteUpdateAsync(note => note.SetProperty(n => n.TrashedAt, never));
    }
}

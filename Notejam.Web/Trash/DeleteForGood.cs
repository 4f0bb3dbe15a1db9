using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Pads;

namespace Notejam.Web.Trash;

/// <summary>Of what is in the trash, and of nothing else.</summary>
static class DeleteForGood
{
    public static async Task<Results<SeeOther, NotFound>> PostNoteAsync(
        Guid id, [FromForm] string? receipt, NotejamDb db, Flash flash, DeleteReceipt receipts)
    {
        var deleted = await db.AllNotes().Where(n => n.Id == id && n.TrashedAt != null).ExecuteDeleteAsync();
        if (deleted == 0 && !receipts.IsOf(receipt, id)) return TypedResults.NotFound();
        var isBack = deleted == 0 && await db.Notes.AnyAsync(n => n.Id == id);
        return Answer(isBack ? $"/notes/{id}/" : null, flash);
    }

    public static async Task<Results<SeeOther, NotFound>> PostPadAsync(
        Guid id, [FromForm] string? receipt, NotejamDb db, CurrentUser user, Flash flash, DeleteReceipt receipts)
    {
        var deleted = await db.InTransactionAsync(() => DeletePadAsync(db, user.Id, id));
        if (deleted == 0 && !receipts.IsOf(receipt, id)) return TypedResults.NotFound();
        var isBack = deleted == 0 && await db.Pads.AnyAsync(p => p.Id == id);
        return Answer(isBack ? PadLinks.Of(id) : null, flash);
    }

    /// <summary>
    /// The notes that went to the trash with it go with it; those that were there before stay until their day.
    /// </summary>
    static async Task<int> DeletePadAsync(NotejamDb db, Guid owner, Guid id)
    {
        await TrashedPad.LockNotesAsync(db, owner, id);
        var gone = db.AllPads().Where(p => p.Id == id && p.TrashedAt != null);
        await db.AllNotes()
            .Where(n => n.PadId == id && gone.Any(p => p.BatchId != n.BatchId))
            .ExecuteUpdateAsync(note => note.SetProperty(n => n.PadId, (Guid?)null));
        return await gone.ExecuteDeleteAsync();
    }

    /// <summary>A repeat answers as the first did, unless it was restored before anybody confirmed.</summary>
    static SeeOther Answer(string? back, Flash flash)
    {
        flash.Set(back is null ? "Deleted for good." : "It was restored meanwhile, and nothing was deleted.");
        return new SeeOther(back ?? "/trash/");
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Trash;

/// <summary>Of what is in the trash, and of nothing else.</summary>
static class DeleteForGood
{
    public static async Task<Results<SeeOther, NotFound>> PostNoteAsync(
        Guid id, [FromForm] string? receipt, NotejamDb db, Flash flash, DeleteReceipt receipts)
    {
        var deleted = await db.AllNotes().Where(n => n.Id == id && n.TrashedAt != null).ExecuteDeleteAsync();
        return Answer(id, deleted, receipt, flash, receipts);
    }

    public static async Task<Results<SeeOther, NotFound>> PostPadAsync(
        Guid id, [FromForm] string? receipt, NotejamDb db, CurrentUser user, Flash flash, DeleteReceipt receipts)
    {
        var deleted = await db.InTransactionAsync(() => DeletePadAsync(db, user.Id, id));
        return Answer(id, deleted, receipt, flash, receipts);
    }

    /// <summary>The notes that went to the trash with it go with it; those that were there before stay until their day.</summary>
    static async Task<int> DeletePadAsync(NotejamDb db, Guid owner, Guid id)
    {
        await TrashedPad.LockNotesAsync(db, owner, id);
        var gone = db.AllPads().Where(p => p.Id == id && p.TrashedAt != null);
        await db.AllNotes()
            .Where(n => n.PadId == id && gone.Any(p => p.BatchId != n.BatchId))
            .ExecuteUpdateAsync(note => note.SetProperty(n => n.PadId, (Guid?)null));
        return await gone.ExecuteDeleteAsync();
    }

    /// <summary>A repeat answers as the first did.</summary>
    static Results<SeeOther, NotFound> Answer(
        Guid id, int deleted, string? receipt, Flash flash, DeleteReceipt receipts)
    {
        if (deleted == 0 && !receipts.IsOf(receipt, id)) return TypedResults.NotFound();
        flash.Set("Deleted for good.");
        return new SeeOther("/trash/");
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Notes;

namespace Notejam.Web.Pads;

static class DeletePad
{
    /// <summary>The foreign key takes the pad's notes along, in the same statement.</summary>
    public static async Task<Results<SeeOther, NotFound>> PostAsync(
        Guid id, [FromForm] string? receipt, NotejamDb db, Flash flash, NoteMetrics metrics, DeleteReceipt receipts)
    {
        var found = await db.Pads.Where(p => p.Id == id).Select(p => new { p.NoteCount }).FirstOrDefaultAsync();
        var isDeleted = found is not null && await db.Pads.Where(p => p.Id == id).ExecuteDeleteAsync() > 0;
        if (isDeleted) metrics.Deleted(found!.NoteCount);
        else if (receipts.Read(receipt, id) is null) return TypedResults.NotFound();
        flash.Set("Pad is successfully deleted");
        return new SeeOther("/");
    }
}

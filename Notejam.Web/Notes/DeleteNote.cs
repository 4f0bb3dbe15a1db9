using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Pads;

namespace Notejam.Web.Notes;

static class DeleteNote
{
    public static async Task<Results<SeeOther, NotFound>> PostAsync(
        Guid id, [FromForm] string? receipt, NotejamDb db, Flash flash, NoteMetrics metrics, DeleteReceipt receipts)
    {
        var found = await db.Notes.Where(n => n.Id == id).Select(n => new { n.PadId }).FirstOrDefaultAsync();
        var isDeleted = found is not null && await db.Notes.Where(n => n.Id == id).ExecuteDeleteAsync() > 0;
        if (isDeleted) metrics.Deleted(1);
        var next = isDeleted ? PadLinks.Of(found!.PadId) : receipts.Read(receipt, id);
        if (next is null) return TypedResults.NotFound();
        flash.Set("Note is successfully deleted");
        return new SeeOther(next);
    }
}

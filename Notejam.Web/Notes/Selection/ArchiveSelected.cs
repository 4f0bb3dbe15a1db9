using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Archive;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Layout;
using Notejam.Web.Trash;

namespace Notejam.Web.Notes.Selection;

static class ArchiveSelected
{
    public static async Task<SeeOther> PostAsync(
        [AsParameters] Ticked ticked,
        NotejamDb db,
        CurrentUser user,
        TimeProvider time,
        Flash flash)
    {
        var notes = ticked.Notes;
        if (notes.Length == 0) return ticked.Ask(flash, Selected.NoneMessage);
        await db.ChangeNotesAsync(user.Id, notes, () => db.Notes
            .Where(n => notes.Contains(n.Id))
            .MoveToArchiveAsync(time.GetUtcNow()));
        var moved = await Selected.LastBatchAsync(db.Notes.Where(n => n.ArchivedAt != null), notes);
        if (moved is null) return ticked.Gone(flash);
        flash.Set($"Archived {moved.Notes.Notes()}.", undo: $"/notes/batches/{moved.Id}/unarchive/");
        return ticked.Done();
    }
}

using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Layout;
using Notejam.Web.Trash;

namespace Notejam.Web.Notes.Selection;

static class TrashSelected
{
    public static async Task<SeeOther> PostAsync(
        [AsParameters] Ticked ticked,
        NotejamDb db,
        CurrentUser user,
        TimeProvider time,
        Flash flash,
        NoteMetrics metrics)
    {
        var notes = ticked.Notes;
        if (notes.Length == 0) return ticked.Ask(flash, Selected.NoneMessage);
        DateTimeOffset? at = time.GetUtcNow();
        Guid? batch = Guid.CreateVersion7(at.Value);
        metrics.Deleted(await db.ChangeNotesAsync(
            user.Id, notes, () => db.Notes.Where(n => notes.Contains(n.Id)).MoveToTrashAsync(at, batch)));
        // Those that went there with their pad come back with it.
        var alone = db.AllNotes().Where(n => n.TrashedAt != null && !db.Pads.Any(p => p.BatchId == n.BatchId));
        var moved = await Selected.LastBatchAsync(alone, notes);
        if (moved is null) return ticked.Gone(flash);
        flash.Set($"Moved {moved.Notes.Notes()} to trash.", undo: $"/notes/batches/{moved.Id}/restore/");
        return ticked.Done();
    }
}

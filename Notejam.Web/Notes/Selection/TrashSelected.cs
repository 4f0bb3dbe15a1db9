using Microsoft.AspNetCore.Mvc;
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
        [FromForm] Guid[] note,
        [FromForm] string? pad,
        [FromForm] string? back,
        NotejamDb db,
        CurrentUser user,
        TimeProvider time,
        Flash flash,
        NoteMetrics metrics)
    {
        if (note.Length == 0) return Selected.Ask(flash, Selected.NoneMessage, back, note, pad);
        DateTimeOffset? at = time.GetUtcNow();
        Guid? batch = Guid.CreateVersion7(at.Value);
        metrics.Deleted(await db.ChangeNotesAsync(
            user.Id, note, () => db.Notes.Where(n => note.Contains(n.Id)).MoveToTrashAsync(at, batch)));
        // Those that went there with their pad come back with it.
        var alone = db.AllNotes().Where(n => n.TrashedAt != null && !db.Pads.Any(p => p.BatchId == n.BatchId));
        var moved = await Selected.LastBatchAsync(alone, note);
        if (moved is null) return Selected.Ask(flash, Selected.GoneMessage, back, []);
        flash.Set($"Moved {moved.Notes.Notes()} to trash.", undo: $"/notes/batches/{moved.Id}/restore/");
        return new SeeOther(LocalUrl.Or(back, "/"));
    }
}

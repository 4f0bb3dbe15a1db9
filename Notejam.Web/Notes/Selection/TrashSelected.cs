using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Trash;

namespace Notejam.Web.Notes.Selection;

static class TrashSelected
{
    public static async Task<SeeOther> PostAsync(
        [FromForm] Guid[] note,
        [FromForm] string? back,
        NotejamDb db,
        CurrentUser user,
        TimeProvider time,
        Flash flash,
        NoteMetrics metrics)
    {
        DateTimeOffset? at = time.GetUtcNow();
        Guid? batch = Guid.CreateVersion7(at.Value);
        metrics.Deleted(await Selected.ChangeAsync(db, user.Id, note, () => db.Notes
            .Where(n => note.Contains(n.Id))
            .ExecuteUpdateAsync(notes => notes
                .SetProperty(n => n.TrashedAt, at)
                .SetProperty(n => n.BatchId, batch)
                .SetProperty(n => n.MovedFrom, n => n.PadId))));
        var moved = await Selected.LastBatchAsync(db.AllNotes().Where(n => n.TrashedAt != null), note);
        if (moved is null) return Selected.Ask(flash, Selected.NoneMessage, back);
        flash.Set($"Moved {moved.NotesInWords} to trash.", undo: $"/notes/batches/{moved.Id}/restore/");
        return new SeeOther(LocalUrl.Or(back, "/"));
    }
}

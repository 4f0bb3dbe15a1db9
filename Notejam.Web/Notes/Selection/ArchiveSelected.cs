using Microsoft.AspNetCore.Mvc;
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
        [FromForm] Guid[] note,
        [FromForm] string? pad,
        [FromForm] string? back,
        NotejamDb db,
        CurrentUser user,
        TimeProvider time,
        Flash flash)
    {
        if (note.Length == 0) return Selected.Ask(flash, Selected.NoneMessage, back, note, pad);
        await db.ChangeNotesAsync(user.Id, note, () => db.Notes
            .Where(n => note.Contains(n.Id))
            .MoveToArchiveAsync(time.GetUtcNow()));
        var moved = await Selected.LastBatchAsync(db.Notes.Where(n => n.ArchivedAt != null), note);
        if (moved is null) return Selected.Ask(flash, Selected.GoneMessage, back, []);
        flash.Set($"Archived {moved.Notes.Notes()}.", undo: $"/notes/batches/{moved.Id}/unarchive/");
        return new SeeOther(LocalUrl.Or(back, "/"));
    }
}

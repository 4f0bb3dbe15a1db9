using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Layout;
using Notejam.Web.Trash;

namespace Notejam.Web.Notes.Selection;

static class PinSelected
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
        DateTimeOffset? at = time.GetUtcNow();
        await db.ChangeNotesAsync(user.Id, note, () => db.Notes
            .Where(n => note.Contains(n.Id) && n.PinnedAt == null && n.ArchivedAt == null)
            .ExecuteUpdateAsync(notes => notes.SetProperty(n => n.PinnedAt, at)));
        var pinned = await db.Notes.CountAsync(n => note.Contains(n.Id) && n.PinnedAt != null);
        flash.Set(pinned > 0 ? $"Pinned {pinned.Notes()}." : Selected.GoneMessage);
        return new SeeOther(LocalUrl.Or(back, "/"));
    }
}

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
        [AsParameters] Ticked ticked,
        NotejamDb db,
        CurrentUser user,
        TimeProvider time,
        Flash flash)
    {
        var notes = ticked.Notes;
        if (notes.Length == 0) return ticked.Ask(flash, Selected.NoneMessage);
        DateTimeOffset? at = time.GetUtcNow();
        await db.ChangeNotesAsync(user.Id, notes, () => db.Notes
            .Where(n => notes.Contains(n.Id) && n.PinnedAt == null && n.ArchivedAt == null)
            .ExecuteUpdateAsync(note => note.SetProperty(n => n.PinnedAt, at)));
        var pinned = await db.Notes.CountAsync(n => notes.Contains(n.Id) && n.PinnedAt != null);
        flash.Set(pinned > 0 ? $"Pinned {pinned.Notes()}." : Selected.GoneMessage);
        return ticked.Done();
    }
}

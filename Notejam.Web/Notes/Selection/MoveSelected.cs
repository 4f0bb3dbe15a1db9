using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Layout;
using Notejam.Web.Trash;
using Npgsql;

namespace Notejam.Web.Notes.Selection;

static class MoveSelected
{
    /// <summary>What the list of pads says of notes without one.</summary>
    public const string NoPad = "none";

    /// <summary>None was chosen, or one that went away since the list was opened.</summary>
    const string PadMessage = "Nothing was moved. Choose one of your pads.";

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
        Guid? to = Guid.TryParse(pad, out var id) ? id : null;
        var name = await db.Pads.Where(p => p.Id == to).Select(p => p.Name).FirstOrDefaultAsync();
        if (name is null && pad != NoPad) return Selected.Ask(flash, PadMessage, back, note, pad);
        Guid? batch = Guid.CreateVersion7(time.GetUtcNow());
        try
        {
            await db.ChangeNotesAsync(user.Id, note, () => db.Notes
                .Where(n => note.Contains(n.Id) && n.PadId != to)
                .ExecuteUpdateAsync(notes => notes
                    .SetProperty(n => n.MovedFrom, n => n.PadId)
                    .SetProperty(n => n.PadId, to)
                    .SetProperty(n => n.BatchId, batch)));
        }
        catch (PostgresException gone) when (gone.IsOrphan())
        {
            return Selected.Ask(flash, PadMessage, back, note, pad);
        }
        var where = name ?? "no pad";
        var movedThere = db.Notes.Where(n => n.PadId == to && n.MovedFrom != n.PadId);
        if (await Selected.LastBatchAsync(movedThere, note) is { } moved)
            flash.Set($"Moved {moved.Notes.Notes()} to {where}.", undo: $"/notes/batches/{moved.Id}/move-back/");
        else if (await db.Notes.AnyAsync(n => note.Contains(n.Id)))
            flash.Set($"All of them are in {where} already.");
        else flash.Set(Selected.GoneMessage);
        return new SeeOther(LocalUrl.Or(back, "/"));
    }
}

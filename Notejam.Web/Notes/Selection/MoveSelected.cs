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
        [AsParameters] Ticked ticked,
        NotejamDb db,
        CurrentUser user,
        TimeProvider time,
        Flash flash)
    {
        var notes = ticked.Notes;
        if (notes.Length == 0) return ticked.Ask(flash, Selected.NoneMessage);
        Guid? to = Guid.TryParse(ticked.Pad, out var id) ? id : null;
        var name = await db.Pads.Where(p => p.Id == to).Select(p => p.Name).FirstOrDefaultAsync();
        if (name is null && ticked.Pad != NoPad) return ticked.Ask(flash, PadMessage);
        Guid? batch = Guid.CreateVersion7(time.GetUtcNow());
        try
        {
            await db.ChangeNotesAsync(user.Id, notes, () => db.Notes
                .Where(n => notes.Contains(n.Id) && n.PadId != to)
                .ExecuteUpdateAsync(note => note
                    .SetProperty(n => n.MovedFrom, n => n.PadId)
                    .SetProperty(n => n.PadId, to)
                    .SetProperty(n => n.BatchId, batch)));
        }
        catch (PostgresException gone) when (gone.IsOrphan())
        {
            return ticked.Ask(flash, PadMessage);
        }
        var where = name ?? "no pad";
        var movedThere = db.Notes.Where(n => n.PadId == to && n.MovedFrom != n.PadId);
        if (await Selected.LastBatchAsync(movedThere, notes) is { } moved)
            flash.Set($"Moved {moved.Notes.Notes()} to {where}.", undo: $"/notes/batches/{moved.Id}/move-back/");
        else if (await db.Notes.AnyAsync(n => notes.Contains(n.Id)))
            flash.Set($"All of them are in {where} already.");
        else flash.Set(Selected.GoneMessage);
        return ticked.Done();
    }
}

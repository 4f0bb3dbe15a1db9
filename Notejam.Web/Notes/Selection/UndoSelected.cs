using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Trash;

namespace Notejam.Web.Notes.Selection;

/// <summary>Puts the notes of a batch back where they were; to no pad where theirs is not there any more.</summary>
static class UndoSelected
{
    public static async Task<Results<SeeOther, NotFound>> PostRestoreAsync(
        Guid id, NotejamDb db, CurrentUser user, Flash flash) =>
        Answer(flash, "Restored {0}.", await PutBackAsync(db, user.Id, id));

    public static async Task<Results<SeeOther, NotFound>> PostMoveBackAsync(
        Guid id, NotejamDb db, CurrentUser user, Flash flash) =>
        Answer(flash, "Moved {0} back.", await PutBackAsync(db, user.Id, id));

    static async Task<Batch> PutBackAsync(NotejamDb db, Guid owner, Guid id)
    {
        var notes = await db.AllNotes().Where(n => n.BatchId == id).Select(n => n.Id).ToArrayAsync();
        // Their pads are locked, so that none goes to the trash meanwhile.
        await Selected.ChangeAsync(db, owner, notes, () => db.Database.ExecuteSqlAsync($"""
            UPDATE notes
            SET trashed_at = NULL, pad_id = (
                SELECT p.id FROM pads p
                WHERE p.owner_id = notes.owner_id AND p.id = notes.moved_from AND p.trashed_at IS NULL
                FOR NO KEY UPDATE)
            WHERE owner_id = {owner} AND batch_id = {id} AND id = ANY({notes})
            """));
        return new(id, notes.Length);
    }

    static Results<SeeOther, NotFound> Answer(Flash flash, string words, Batch batch)
    {
        if (batch.Notes == 0) return TypedResults.NotFound();
        flash.Set(words.Replace("{0}", batch.NotesInWords, StringComparison.Ordinal));
        return new SeeOther("/");
    }
}

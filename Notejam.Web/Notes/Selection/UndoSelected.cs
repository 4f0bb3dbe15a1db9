using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Archive;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Layout;
using Notejam.Web.Trash;

namespace Notejam.Web.Notes.Selection;

/// <summary>Puts the notes of a batch back where they were.</summary>
static class UndoSelected
{
    public static async Task<Results<SeeOther, NotFound>> PostRestoreAsync(
        Guid id, NotejamDb db, CurrentUser user, Flash flash)
    {
        var notes = await NotesAsync(db, id);
        if (notes.Length == 0) return TypedResults.NotFound();
        await db.RestoreNotesAsync(user.Id, notes);
        flash.Set($"Restored {notes.Length.Notes()}.");
        return new SeeOther("/");
    }

    public static async Task<Results<SeeOther, NotFound>> PostUnarchiveAsync(
        Guid id, NotejamDb db, CurrentUser user, Flash flash)
    {
        var notes = await NotesAsync(db, id);
        if (notes.Length == 0) return TypedResults.NotFound();
        await db.ChangeNotesAsync(
            user.Id, notes, () => db.Notes.Where(n => notes.Contains(n.Id)).MoveFromArchiveAsync());
        flash.Set($"Unarchived {notes.Length.Notes()}.");
        return new SeeOther("/");
    }

    public static async Task<Results<SeeOther, NotFound>> PostMoveBackAsync(
        Guid id, NotejamDb db, CurrentUser user, Flash flash)
    {
        var notes = await NotesAsync(db, id);
        if (notes.Length == 0) return TypedResults.NotFound();
        await db.MoveNotesBackAsync(user.Id, notes, id);
        flash.Set($"Moved {notes.Length.Notes()} back.");
        return new SeeOther("/");
    }

    static Task<Guid[]> NotesAsync(NotejamDb db, Guid batch) =>
        db.AllNotes().Where(n => n.BatchId == batch).Select(n => n.Id).ToArrayAsync();
}

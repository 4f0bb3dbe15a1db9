using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Layout;

namespace Notejam.Web.Trash;

/// <summary>A pad that is or was in the trash, with the notes that went there with it.</summary>
sealed record TrashedPad(string Name, int Notes)
{
    public override string ToString() => Notes == 0 ? $"the pad {Name}" : $"{Notes.Notes()} and the pad {Name}";

    /// <summary>Null if this person has no such pad, or it never was in the trash.</summary>
    public static Task<TrashedPad?> FindAsync(NotejamDb db, Guid id) => db.AllPads()
        .Where(p => p.Id == id && p.BatchId != null)
        .Select(p => new TrashedPad(p.Name, db.AllNotes().Count(n => n.PadId == id && n.BatchId == p.BatchId)))
        .FirstOrDefaultAsync();

    /// <summary>
    /// Its notes are locked before it is, as everywhere (<see cref="LockedNotes"/>). A pad may have very many: they are
    /// given more time than a page.
    /// </summary>
    public static Task LockNotesAsync(NotejamDb db, Guid owner, Guid id)
    {
        db.Database.SetCommandTimeout(TrashBin.Patience);
        return db.Database.ExecuteSqlAsync(
            $"SELECT FROM notes WHERE owner_id = {owner} AND pad_id = {id} ORDER BY id FOR NO KEY UPDATE");
    }
}

using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Notes;

namespace Notejam.Web.Trash;

/// <summary>
/// Changes of several notes, or of one in the trash. Rows are locked in one order, notes by id and then pads, as a save
/// and its trigger do: two that lock the same rows in another order wait for each other.
/// </summary>
static class LockedNotes
{
    /// <summary>All of these notes, or none.</summary>
    public static Task<int> ChangeNotesAsync(this NotejamDb db, Guid owner, Guid[] notes, Func<Task<int>> change) =>
        db.InTransactionAsync(async () =>
        {
            await db.Database.ExecuteSqlAsync(
                $"SELECT FROM notes WHERE owner_id = {owner} AND id = ANY({notes}) ORDER BY id FOR NO KEY UPDATE");
            return await change();
        });

    /// <summary>Where each was is kept, so that no older move stands in for it.</summary>
    public static Task<int> MoveToTrashAsync(this IQueryable<Note> notes, DateTimeOffset? at, Guid? batch) =>
        notes.ExecuteUpdateAsync(note => note
            .SetProperty(n => n.TrashedAt, at)
            .SetProperty(n => n.BatchId, batch)
            .SetProperty(n => n.MovedFrom, n => n.PadId));

    /// <summary>
    /// Out of the trash, each to the pad that it came from; to no pad where that is not there any more. Their pads are
    /// locked, so that none goes to the trash meanwhile.
    /// </summary>
    public static Task<int> RestoreNotesAsync(this NotejamDb db, Guid owner, Guid[] notes) =>
        db.ChangeNotesAsync(owner, notes, () => db.Database.ExecuteSqlAsync($"""
            UPDATE notes
            SET trashed_at = NULL, pad_id = (
                SELECT p.id FROM pads p
                WHERE p.owner_id = notes.owner_id AND p.id = notes.pad_id AND p.trashed_at IS NULL
                FOR NO KEY UPDATE)
            WHERE owner_id = {owner} AND id = ANY({notes}) AND trashed_at IS NOT NULL
            """));

    /// <summary>The same for notes that were moved, and are still where they were moved to.</summary>
    public static Task<int> MoveNotesBackAsync(this NotejamDb db, Guid owner, Guid[] notes, Guid batch) =>
        db.ChangeNotesAsync(owner, notes, () => db.Database.ExecuteSqlAsync($"""
            UPDATE notes
            SET pad_id = (
                SELECT p.id FROM pads p
                WHERE p.owner_id = notes.owner_id AND p.id = notes.moved_from AND p.trashed_at IS NULL
                FOR NO KEY UPDATE)
            WHERE owner_id = {owner} AND id = ANY({notes}) AND batch_id = {batch} AND trashed_at IS NULL
            """));
}

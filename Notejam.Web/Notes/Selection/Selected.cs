using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Layout;
using Notejam.Web.Trash;

namespace Notejam.Web.Notes.Selection;

/// <summary>What was done to several notes at once.</summary>
sealed record Batch(Guid Id, int Notes)
{
    public string NotesInWords => Notes == 1 ? "1 note" : $"{Notes.Grouped()} notes";
}

static class Selected
{
    public const string NoneMessage = "Choose notes first.";

    /// <summary>Changes these notes, all of them or none; they are locked in one order, as everywhere.</summary>
    public static Task<int> ChangeAsync(NotejamDb db, Guid owner, Guid[] notes, Func<Task<int>> change) =>
        db.InTransactionAsync(async () =>
        {
            await db.Database.ExecuteSqlAsync(
                $"SELECT FROM notes WHERE owner_id = {owner} AND id = ANY({notes}) ORDER BY id FOR NO KEY UPDATE");
            return await change();
        });

    /// <summary>
    /// What brought these notes where they are, by this request or by the one that it repeats; null if nothing did.
    /// </summary>
    public static Task<Batch?> LastBatchAsync(IQueryable<Note> there, Guid[] notes) => there
        .Where(n => notes.Contains(n.Id) && n.BatchId != null)
        .GroupBy(n => n.BatchId!.Value)
        .OrderByDescending(batch => batch.Key)
        .Select(batch => new Batch(batch.Key, batch.Count()))
        .FirstOrDefaultAsync();

    /// <summary>To the list again, where boxes can be ticked.</summary>
    public static SeeOther Ask(Flash flash, string message, string? back)
    {
        flash.Set(message);
        var list = LocalUrl.Or(back, "/");
        return new SeeOther(list + (list.Contains('?', StringComparison.Ordinal) ? "&select" : "?select"));
    }
}

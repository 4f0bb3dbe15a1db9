using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.History;

namespace Notejam.Web.Notes;

/// <summary>A text of a note, and when it was written.</summary>
public sealed record NoteVersion(string Name, string Text, DateTimeOffset WrittenAt)
{
    public string Document => $"{Name}\n\n{Text}";
}

/// <summary>A save of a text whose note has changed since it was begun.</summary>
/// <param name="Mine">What was sent; as a form that begins with what the note says now.</param>
/// <param name="Theirs">What the note says now.</param>
/// <param name="Began">What both began with; null where the history has it no more.</param>
/// <param name="Kept">Mine, in the history.</param>
public sealed record Conflict(Guid Note, NoteForm Mine, NoteVersion Theirs, NoteVersion? Began, Guid Kept)
{
    /// <summary>
    /// Both texts stay, whatever is chosen, and if nothing is: the note's is not replaced without a trace, and the
    /// other one is in the history. Null if the note has changed or gone meanwhile.
    /// </summary>
    internal static async Task<Conflict?> KeepBothAsync(NotejamDb db, Note note, NoteForm form, DateTimeOffset at)
    {
        note.Keep();
        if (!await db.SaveUnlessChangedAsync()) return null;
        var mine = NoteRevision.Unsaved(note, form.Name, form.Text, at);
        try
        {
            await db.InsertOnceAsync(mine);
        }
        catch (DbUpdateException failed) when (failed.IsOrphan())
        {
            db.ChangeTracker.Clear();
            return null;
        }
        var theirs = new NoteVersion(note.Name, note.Text, note.WrittenAt ?? note.UpdatedAt);
        var began = form.Revision == note.Revision ? theirs : await db.Revisions.AsNoTracking()
            .Where(r => r.NoteId == note.Id && r.Number == form.Revision)
            .Select(r => new NoteVersion(r.Name, r.Text, r.WrittenAt))
            .FirstOrDefaultAsync();
        return new(note.Id, form.After(note), theirs, began, mine.Id);
    }
}

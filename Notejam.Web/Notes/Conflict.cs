using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.History;

namespace Notejam.Web.Notes;

/// <summary>A text of a note, and when it was written.</summary>
public sealed record NoteVersion(string Name, string Text, DateTimeOffset WrittenAt)
{
    public string Document => TextDiff.Document(Name, Text);
}

/// <summary>A text that somebody wrote, and another that the note has meanwhile.</summary>
/// <param name="Note">Which note.</param>
/// <param name="Mine">What was sent; as a form that begins with what the note says now.</param>
/// <param name="Theirs">What the note says now.</param>
/// <param name="Began">What both began with; null where the history has it no more.</param>
public sealed record Conflict(Guid Note, NoteForm Mine, NoteVersion Theirs, NoteVersion? Began)
{
    /// <summary>
    /// Both texts stay, whatever is chosen, and if nothing is: the note's is not replaced without a trace, and the
    /// other one is in the history. Null if the note has changed or gone meanwhile.
    /// </summary>
    internal static async Task<Conflict?> KeepBothAsync(NotejamDb db, Note note, NoteForm form, DateTimeOffset at)
    {
        note.Keep();
        if (!await db.SaveUnlessChangedAsync()) return null;
        try
        {
            await db.InsertOnceAsync(NoteRevision.Unsaved(note, form, at));
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
        return new(note.Id, form.After(note), theirs, began);
    }

    /// <summary>
    /// Both put together, and the words that stand in it against others of theirs.
    /// </summary>
    internal (NoteForm Form, IReadOnlyList<(string Mine, string Theirs)> Disputed) Merge()
    {
        if (Began is null) return (Mine.With(Mine.Name, TextMerge.OfBoth(Mine.Text, Theirs.Text)), []);
        var text = TextMerge.Of(Began.Text, Mine.Text, Theirs.Text);
        var name = Mine.Name == Began.Name ? Theirs.Name : Mine.Name;
        var isNameDisputed = name != Theirs.Name && Theirs.Name != Began.Name;
        return (Mine.With(name, text.Text), isNameDisputed ? [(name, Theirs.Name), .. text.Disputed] : text.Disputed);
    }
}

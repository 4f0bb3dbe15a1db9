using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Trash;

namespace Notejam.Web.Notes;

static class CompareDraft
{
    /// <summary>Nothing is saved as the note's; the draft is in the history from now on.</summary>
    public static async Task<Results<
        SeeOther,
        PageResult<EditNotePage>,
        PageResult<ConflictPage>,
        PageResult<NoteTrashedPage>,
        PageResult<NoteGonePage>>> PostAsync(
        Guid id, [FromForm] NoteForm form, NotejamDb db, TimeProvider time)
    {
        for (var tries = 0; tries < Conflicts.Tries; tries++)
        {
            if (await db.AllNotes().FirstOrDefaultAsync(n => n.Id == id) is not { } note)
                return FormResults.NotFound<NoteGonePage>(new { Form = form });
            if (note.TrashedAt is { } at) return await NoteTrashed.AnswerAsync(db, note, form, at);
            if (!await form.CheckAsync(db)) return FormResults.Invalid<EditNotePage>(new { Id = id, Form = form });
            if (note.Has(form.Name, form.Text)) return new SeeOther($"/notes/{id}/edit/");
            if (await Conflict.KeepBothAsync(db, note, form, time.GetUtcNow()) is { } conflict)
                return new PageResult<ConflictPage>(new { Conflict = conflict, IsDraft = true });
        }
        throw Conflicts.TooManyTries();
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Pads;

namespace Notejam.Web.Notes;

static class EditNote
{
    public static async Task<
        Results<SeeOther, PageResult<EditNotePage>, PageResult<ConflictPage>, PageResult<NoteGonePage>>> PostAsync(
        Guid id, [FromForm] NoteForm form, NotejamDb db, TimeProvider time, Flash flash, NoteMetrics metrics)
    {
        for (var tries = 0; tries < Conflicts.Tries; tries++)
        {
            if (await db.Notes.FirstOrDefaultAsync(n => n.Id == id) is not { } note)
                return FormResults.NotFound<NoteGonePage>(new { Form = form });
            if (!await form.CheckAsync(db)) return FormResults.Invalid<EditNotePage>(new { Id = id, Form = form });
            try
            {
                if (form.ConflictsWith(note))
                {
                    if (!await form.KnowsPadAsync(db))
                        return FormResults.Invalid<EditNotePage>(new { Id = id, Form = form });
                    if (await Conflict.KeepBothAsync(db, note, form, time.GetUtcNow()) is not { } conflict) continue;
                    metrics.Conflicted();
                    return FormResults.Conflict<ConflictPage>(new { Conflict = conflict });
                }
                if (form.ApplyTo(note, time.GetUtcNow()) is { } replaced) db.Add(replaced);
                if (!await db.SaveUnlessChangedAsync()) continue;
            }
            catch (DbUpdateException failed) when (failed.IsOrphan())
            {
                db.ChangeTracker.Clear();
                if (!await db.Notes.AnyAsync(n => n.Id == id)) continue;
                form.RefusePad();
                return FormResults.Invalid<EditNotePage>(new { Id = id, Form = form });
            }
            metrics.Edited();
            flash.Set("Note is successfully updated");
            return new SeeOther(PadLinks.Of(note.PadId));
        }
        throw Conflicts.TooManyTries();
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Notes.Linked;
using Notejam.Web.Pads;
using Notejam.Web.Trash;

namespace Notejam.Web.Notes;

static class EditNote
{
    public static async Task<Results<
        SeeOther,
        PageResult<EditNotePage>,
        PageResult<ConflictPage>,
        PageResult<NoteTrashedPage>,
        PageResult<NoteGonePage>>> PostAsync(
        Guid id,
        [FromForm] NoteForm form,
        NotejamDb db,
        TimeProvider time,
        Flash flash,
        NoteMetrics metrics)
    {
        for (var tries = 0; tries < Conflicts.Tries; tries++)
        {
            if (await db.AllNotes().FirstOrDefaultAsync(n => n.Id == id) is not { } note)
                return FormResults.NotFound<NoteGonePage>(new { Form = form });
            var isValid = await form.CheckAsync(db) && form.CheckTags(note);
            if (note.TrashedAt is { } at && !(form.Restore && isValid))
                return await NoteTrashed.AnswerAsync(db, note, form, at);
            if (!isValid) return FormResults.Invalid<EditNotePage>(new { Id = id, Form = form });
            if (note.TrashedAt is not null) note.Restore(hasPad: await db.Pads.AnyAsync(p => p.Id == note.PadId));
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
                var (before, now) = (note.Name, time.GetUtcNow());
                if (form.ApplyTo(note, now) is { } replaced) db.Add(replaced);
                if (!await db.SaveWithLinksAsync(note, before, now)) continue;
            }
            catch (DbUpdateException failed) when (failed.IsOrphan())
            {
                db.ChangeTracker.Clear();
                if (!await db.AllNotes().AnyAsync(n => n.Id == id)) continue;
                form.RefusePad();
                return FormResults.Invalid<EditNotePage>(new { Id = id, Form = form });
            }
            metrics.Edited();
            return Saved.Answer(flash, "Note is successfully updated", form, id, note.PadId);
        }
        throw Conflicts.TooManyTries();
    }

    public static IResult ShowAgain(Guid id, IFormCollection fields) =>
        new PageResult<EditNotePage>(new { Id = id, Form = NoteForm.Of(fields) });
}

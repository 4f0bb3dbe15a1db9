using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Pads;

namespace Notejam.Web.Notes;

static class EditNote
{
    public static async Task<Results<SeeOther, PageResult<EditNotePage>, PageResult<NoteGonePage>>> PostAsync(
        Guid id, [FromForm] NoteForm form, NotejamDb db, TimeProvider time, Flash flash, NoteMetrics metrics)
    {
        if (await db.Notes.FirstOrDefaultAsync(n => n.Id == id) is not { } note)
            return FormResults.NotFound<NoteGonePage>(new { Form = form });
        if (!await form.CheckAsync(db)) return FormResults.Invalid<EditNotePage>(new { Id = id, Form = form });
        note.Edit(form.Name, form.Text, form.PadId, time.GetUtcNow());
        try
        {
            await db.SaveChangesAsync();
        }
        catch (DbUpdateConcurrencyException)
        {
            // It was deleted while this was on its way.
            db.ChangeTracker.Clear();
            return FormResults.NotFound<NoteGonePage>(new { Form = form });
        }
        catch (DbUpdateException failed) when (failed.IsOrphan())
        {
            db.ChangeTracker.Clear();
            form.RefusePad();
            return FormResults.Invalid<EditNotePage>(new { Id = id, Form = form });
        }
        metrics.Edited();
        flash.Set("Note is successfully updated");
        return new SeeOther(PadLinks.Of(note.PadId));
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Pads;
using Notejam.Web.Tags;

namespace Notejam.Web.Notes;

static class CreateNote
{
    public static async Task<Results<SeeOther, PageResult<CreateNotePage>>> PostAsync(
        [FromForm] NoteForm form, NotejamDb db, CurrentUser user, TimeProvider time, Flash flash, NoteMetrics metrics)
    {
        if (!await form.CheckAsync(db)) return FormResults.Invalid<CreateNotePage>(new { Form = form });
        var at = time.GetUtcNow();
        if (form.Id == Guid.Empty) form.Id = Guid.CreateVersion7(at);
        var made = form.Id;
        var tags = form.TagList;
        try
        {
            if (await TryCreateAsync()) metrics.Created();
        }
        catch (DbUpdateException failed) when (failed.IsOrphan())
        {
            form.RefusePad();
            return FormResults.Invalid<CreateNotePage>(new { Form = form });
        }
        return Saved.Answer(flash, "Note is successfully created", form, made, form.PadId);

        // A form that was sent twice makes one note; other content under its id makes another, and so does what is sent
        // again after its note went to the trash.
        async Task<bool> TryCreateAsync()
        {
            if (await db.InsertOnceAsync(NewNote(form.Id))) return true;
            if (await IsRepeatedAsync(db, form)) return false;
            made = DerivedId.Of(form.Id, user.Id.ToString(), form.Name, form.Text, form.Pad, TagNames.Text(tags));
            while (!await db.InsertOnceAsync(NewNote(made)))
            {
                if (await db.Notes.AnyAsync(n => n.Id == made)) return false;
                made = DerivedId.Of(made, "again");
            }
            return true;
        }

        Note NewNote(Guid id) => new(id, user.Id, form.Name, form.Text, form.PadId, tags, at);
    }

    static async Task<bool> IsRepeatedAsync(NotejamDb db, NoteForm form) =>
        await db.Notes.AsNoTracking().FirstOrDefaultAsync(n => n.Id == form.Id) is { } saved
        && saved.HasContent(form.Name, form.Text, form.PadId, form.TagList);

    public static IResult ShowAgain(Guid id, IFormCollection fields) =>
        new PageResult<CreateNotePage>(new { Form = NoteForm.Of(fields) });
}

using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Notes;

namespace Notejam.Web.Trash;

static class NoteTrashed
{
    /// <summary>What a form is answered whose note went to the trash meanwhile, alone or with its pad.</summary>
    public static async Task<PageResult<NoteTrashedPage>> AnswerAsync(
        NotejamDb db, Note note, NoteForm form, DateTimeOffset at)
    {
        var pad = await db.AllPads()
            .Where(p => p.Id == note.PadId && p.BatchId == note.BatchId && p.TrashedAt != null)
            .Select(p => p.Name)
            .FirstOrDefaultAsync();
        return FormResults.Conflict<NoteTrashedPage>(new { note.Id, Form = form, At = at, Pad = pad });
    }
}

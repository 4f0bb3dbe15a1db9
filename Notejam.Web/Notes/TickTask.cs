using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Markdown;
using Notejam.Web.Trash;

namespace Notejam.Web.Notes;

static class TickTask
{
    /// <summary>
    /// Sent twice it does the same as sent once. Of a text that has changed meanwhile no task is ticked that may not be
    /// the one that was meant.
    /// </summary>
    /// <param name="done">The number of the task that is done; or</param>
    /// <param name="open">of the one that is to be done again.</param>
    /// <param name="revision">Of the text that was read.</param>
    public static async Task<Results<SeeOther, NotFound, BadRequest>> PostAsync(
        Guid id,
        [FromForm] int? done,
        [FromForm] int? open,
        [FromForm] int? revision,
        NotejamDb db,
        TimeProvider time,
        Flash flash,
        NoteMetrics metrics)
    {
        for (var tries = 0; tries < Conflicts.Tries; tries++)
        {
            var note = await db.AllNotes().FirstOrDefaultAsync(n => n.Id == id);
            if (note is null) return TypedResults.NotFound();
            if ((done ?? open) is not { } number) return TypedResults.BadRequest();
            // Its page says where it is.
            if (note.TrashedAt is not null) return new SeeOther($"/notes/{id}/");
            var ticked = TaskMarks.Set(note.Text, number, isDone: done is not null);
            if (ticked == note.Text) return new SeeOther($"/notes/{id}/#task{number}");
            if (ticked is null || revision != note.Revision)
            {
                flash.Set("This note has changed meanwhile. Nothing was ticked: look at it once more.");
                return new SeeOther($"/notes/{id}/");
            }
            if (note.Edit(note.Name, ticked, note.PadId, time.GetUtcNow()) is { } replaced) db.Add(replaced);
            if (!await db.SaveUnlessChangedAsync()) continue;
            metrics.Edited();
            return new SeeOther($"/notes/{id}/#task{number}");
        }
        throw Conflicts.TooManyTries();
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Trash;

static class RestoreNote
{
    public static async Task<Results<SeeOther, NotFound>> PostAsync(
        Guid id, NotejamDb db, CurrentUser user, Flash flash)
    {
        await db.RestoreNotesAsync(user.Id, [id]);
        if (!await db.Notes.AnyAsync(n => n.Id == id)) return TypedResults.NotFound();
        flash.Set("Restored.", undo: $"/notes/{id}/trash/");
        return new SeeOther($"/notes/{id}/");
    }
}

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
        // Its pad is locked, so that it cannot go to the trash meanwhile.
        await db.Database.ExecuteSqlAsync($"""
            UPDATE notes
            SET trashed_at = NULL, pad_id = (
                SELECT p.id FROM pads p
                WHERE p.owner_id = notes.owner_id AND p.id = notes.pad_id AND p.trashed_at IS NULL
                FOR NO KEY UPDATE)
            WHERE owner_id = {user.Id} AND id = {id} AND trashed_at IS NOT NULL
            """);
        if (!await db.Notes.AnyAsync(n => n.Id == id)) return TypedResults.NotFound();
        flash.Set("Restored.", undo: $"/notes/{id}/trash/");
        return new SeeOther($"/notes/{id}/");
    }
}

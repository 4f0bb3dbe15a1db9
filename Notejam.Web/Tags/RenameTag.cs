using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Layout;
using Notejam.Web.Trash;

namespace Notejam.Web.Tags;

static class RenameTag
{
    /// <summary>
    /// Each is written into the index of the search anew. What was done stays: whoever asks again goes on.
    /// </summary>
    const int MostAtOnce = 50;

    /// <summary>
    /// In the archive and in the trash, too. Where notes have the new name already, there are two tags that would be
    /// one, which no other rename takes apart again: that is asked first.
    /// </summary>
    public static async Task<Results<SeeOther, NotFound, PageResult<RenameTagPage>>> PostAsync(
        string tag, [FromForm] TagForm form, NotejamDb db, CurrentUser user, Flash flash)
    {
        if (TagNames.One(tag) is not { } before) return TypedResults.NotFound();
        var tagged = db.AllNotes().Where(n => n.Tags.Contains(before));
        if (!await tagged.AnyAsync()) return TypedResults.NotFound();
        if (form.Tag() is not { } after)
            return FormResults.Invalid<RenameTagPage>(new { Tag = before, Form = form });
        if (after == before) return new SeeOther(TagLinks.Of(before));
        var others = await db.AllNotes().CountAsync(n => n.Tags.Contains(after));
        if (others > 0 && TagNames.One(form.Merge) != after)
        {
            var asked = new { Tag = before, Form = form, With = after, Others = others };
            return FormResults.Conflict<RenameTagPage>(asked);
        }
        var notes = await tagged.Select(n => n.Id).ToArrayAsync();
        var renamed = 0;
        foreach (var some in notes.Chunk(MostAtOnce)) renamed += await RenameAsync(db, user.Id, some, before, after);
        flash.Set(others > 0
            ? $"#{before} is part of #{after} now."
            : $"Renamed #{before} to #{after}, in {renamed.Notes()}.");
        return new SeeOther(TagLinks.Of(after));
    }

    static Task<int> RenameAsync(NotejamDb db, Guid owner, Guid[] notes, string before, string after)
    {
        db.Database.SetCommandTimeout(TrashBin.Patience);
        return db.ChangeNotesAsync(owner, notes, () => db.Database.ExecuteSqlAsync($"""
            UPDATE notes
            SET tags = ARRAY(
                SELECT DISTINCT CASE t WHEN {before} THEN {after} ELSE t END COLLATE "C" AS tag
                FROM unnest(tags) AS t ORDER BY tag)
            WHERE owner_id = {owner} AND id = ANY({notes}) AND {before} = ANY(tags)
            """));
    }

    public static IResult ShowAgain(string tag, IFormCollection fields) =>
        new PageResult<RenameTagPage>(new { Tag = tag, Form = TagForm.Of(fields) });
}

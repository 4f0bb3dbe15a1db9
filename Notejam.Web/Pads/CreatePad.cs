using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Trash;

namespace Notejam.Web.Pads;

static class CreatePad
{
    const string Full =
        "You have 1,000 pads, those in the trash counted, and 1,000 are the most. Delete one for good first.";

    public static async Task<Results<SeeOther, PageResult<CreatePadPage>>> PostAsync(
        [FromForm] PadForm form, NotejamDb db, Reads reads, CurrentUser user, TimeProvider time, Flash flash)
    {
        form.Check();
        var template = await form.FindTemplateAsync(reads, current: null);
        if (!form.IsValid) return FormResults.Invalid<CreatePadPage>(new { Form = form });
        var at = time.GetUtcNow();
        if (form.Id == Guid.Empty) form.Id = Guid.CreateVersion7(at);
        var pad = await db.InTransactionAsync(() => MakeAsync(db, user.Id, form, template, at));
        if (pad is null)
        {
            form.Refuse("name", Full);
            return FormResults.Invalid<CreatePadPage>(new { Form = form });
        }
        flash.Set("Pad is successfully created");
        return new SeeOther(PadLinks.Of(pad));
    }

    /// <summary>The pad, made now or by the same form before; null where there is room for no more.</summary>
    static async Task<Guid?> MakeAsync(
        NotejamDb db, Guid owner, PadForm form, Guid? template, DateTimeOffset at)
    {
        db.ChangeTracker.Clear();
        // One at a time for a person: two at once would both make the last pad.
        await db.Database.ExecuteSqlAsync($"SELECT FROM users WHERE id = {owner} FOR NO KEY UPDATE");
        var other = DerivedId.Of(form.Id, owner.ToString(), form.Name);
        var made = await db.Pads
            .Where(p => p.Id == other || p.Id == form.Id && p.Name == form.Name)
            .Select(p => (Guid?)p.Id)
            .FirstOrDefaultAsync();
        if (made is not null) return made;
        if (await db.AllPads().CountAsync() >= Pad.Most) return null;

        // What is taken is under another name meanwhile, or in the trash.
        var (id, next) = (form.Id, other);
        while (!await db.InsertOnceAsync(new Pad(id, owner, form.Name, at, template)))
        {
            (id, next) = (next, DerivedId.Of(next, "again"));
            if (await db.Pads.AnyAsync(p => p.Id == id)) return id;
        }
        return id;
    }

    public static IResult ShowAgain(Guid id, IFormCollection fields) =>
        new PageResult<CreatePadPage>(new { Form = PadForm.Of(fields) });
}

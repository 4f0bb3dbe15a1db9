using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Pads;

static class CreatePad
{
    public static async Task<IResult> PostAsync([FromForm] PadForm form, NotejamDb db, CurrentUser user, TimeProvider time, Flash flash)
    {
        if (!form.Check()) return Page.Again<CreatePadPage>(new { Form = form });
        var at = time.GetUtcNow();
        var id = form.Id == Guid.Empty ? Guid.CreateVersion7(at) : form.Id;
        if (!await TryAddAsync(db, new Pad(id, user.Id, form.Name, at)) && !await db.Pads.AnyAsync(p => p.Id == id && p.Name == form.Name))
        {
            id = Keys.Other(id, user.Id.ToString(), form.Name);
            await TryAddAsync(db, new Pad(id, user.Id, form.Name, at));
        }
        flash.Say("Pad is successfully created");
        return new SeeOther(PadLinks.Of(id));
    }

    static async Task<bool> TryAddAsync(NotejamDb db, Pad pad)
    {
        db.Pads.Add(pad);
        return await db.TrySaveAsync();
    }
}

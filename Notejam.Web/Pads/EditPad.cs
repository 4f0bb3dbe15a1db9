using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Pads;

static class EditPad
{
    public static async Task<Results<SeeOther, PageResult<EditPadPage>, PageResult<PadGonePage>>> PostAsync(
        Guid id, [FromForm] PadForm form, NotejamDb db, Reads reads, TimeProvider time, Flash flash)
    {
        if (await db.Pads.FirstOrDefaultAsync(p => p.Id == id) is not { } pad)
            return FormResults.NotFound<PadGonePage>(new { Form = form });
        form.Check();
        var template = await form.FindTemplateAsync(reads, pad.TemplateId);
        if (!form.IsValid) return FormResults.Invalid<EditPadPage>(new { Id = id, Form = form });
        pad.Change(form.Name, template, time.GetUtcNow());
        if (!await db.SaveUnlessChangedAsync()) return FormResults.NotFound<PadGonePage>(new { Form = form });
        flash.Set("Pad is successfully updated");
        return new SeeOther(PadLinks.Of(id));
    }

    public static IResult ShowAgain(Guid id, IFormCollection fields) =>
        new PageResult<EditPadPage>(new { Id = id, Form = PadForm.Of(fields) });
}

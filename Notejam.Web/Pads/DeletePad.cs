using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Pads;

static class DeletePad
{
    /// <summary>The foreign key takes the pad's notes along, in the same statement.</summary>
    public static async Task<IResult> PostAsync(Guid id, NotejamDb db, Flash flash)
    {
        if (await db.Pads.Where(p => p.Id == id).ExecuteDeleteAsync() == 0) return TypedResults.NotFound();
        flash.Say("Pad is successfully deleted");
        return new SeeOther("/");
    }
}

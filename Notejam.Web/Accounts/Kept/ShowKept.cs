using Notejam.ServiceDefaults;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts.Kept;

static class ShowKept
{
    public static void MapKept(this WebApplication app) =>
        app.MapGetAndHead("/kept/{form}/", GetAsync).RequireAuthorization();

    static async Task<IResult> GetAsync(
        KeptForms kept, CurrentUser user, Flash flash, EndpointDataSource endpoints, HttpContext context)
    {
        if (await kept.FindAsync(user.Id, context.Request.Path, endpoints) is not { } page)
            return new PageResult<KeptGonePage> { StatusCode = StatusCodes.Status404NotFound };
        if (page is SeeOther) flash.Set("You are signed in again. What you ticked is ticked, nothing was done yet.");
        else flash.Show("You are signed in again. Your text is back, not saved yet.");
        return page;
    }
}

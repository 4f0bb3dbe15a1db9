using Notejam.ServiceDefaults;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts.Kept;

static class ShowKept
{
    public static void MapKept(this WebApplication app) =>
        app.MapGetAndHead(KeptForms.Path, GetAsync).RequireAuthorization();

    static async Task<IResult> GetAsync(KeptForms kept, CurrentUser user, Flash flash, EndpointDataSource endpoints)
    {
        if (await kept.FindAsync(user.Id, endpoints) is not { } page)
            return new PageResult<KeptGonePage> { StatusCode = StatusCodes.Status404NotFound };
        flash.Show("You are signed in again. Your text is back, not saved yet.");
        return page;
    }
}

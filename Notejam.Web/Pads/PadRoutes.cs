using Notejam.Web.Accounts.Kept;

namespace Notejam.Web.Pads;

static class PadRoutes
{
    public static void MapPads(this RouteGroupBuilder commands)
    {
        commands.MapPost("/pads/create/", CreatePad.PostAsync).WhenSignedOut(CreatePad.ShowAgain);
        commands.MapPost("/pads/{id:guid}/edit/", EditPad.PostAsync).WhenSignedOut(EditPad.ShowAgain);
    }
}

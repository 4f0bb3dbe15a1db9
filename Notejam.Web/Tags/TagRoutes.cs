using Notejam.Web.Accounts.Kept;

namespace Notejam.Web.Tags;

static class TagRoutes
{
    public static void MapTags(this RouteGroupBuilder commands) =>
        commands.MapPost("/tags/{tag}/rename/", RenameTag.PostAsync).WhenSignedOut(RenameTag.ShowAgain);
}

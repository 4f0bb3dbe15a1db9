namespace Notejam.Web.History;

static class HistoryRoutes
{
    public static void MapHistory(this RouteGroupBuilder commands) =>
        commands.MapPost("/notes/{id:guid}/history/{revision:guid}/restore/", RestoreRevision.PostAsync);
}

namespace Notejam.Web.Archive;

static class ArchiveRoutes
{
    public static void MapArchive(this RouteGroupBuilder commands)
    {
        commands.MapPost("/notes/{id:guid}/archive/", ArchiveNote.PostAsync);
        commands.MapPost("/notes/{id:guid}/unarchive/", ArchiveNote.PostBackAsync);
    }
}

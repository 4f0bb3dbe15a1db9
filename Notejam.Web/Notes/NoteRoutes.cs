namespace Notejam.Web.Notes;

static class NoteRoutes
{
    public static void MapNotes(this RouteGroupBuilder commands)
    {
        commands.MapPost("/notes/create/", CreateNote.PostAsync);
        commands.MapPost("/notes/{id:guid}/edit/", EditNote.PostAsync);
        commands.MapPost("/notes/{id:guid}/compare/", CompareDraft.PostAsync);
    }
}

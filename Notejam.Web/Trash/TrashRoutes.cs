namespace Notejam.Web.Trash;

static class TrashRoutes
{
    public static void MapTrash(this RouteGroupBuilder commands)
    {
        commands.MapPost("/notes/{id:guid}/trash/", TrashNote.PostAsync);
        commands.MapPost("/notes/{id:guid}/restore/", RestoreNote.PostAsync);
        commands.MapPost("/pads/{id:guid}/trash/", TrashPad.PostAsync);
        commands.MapPost("/pads/{id:guid}/restore/", RestorePad.PostAsync);
        commands.MapPost("/trash/empty/", EmptyTrash.PostAsync);
        commands.MapPost("/trash/notes/{id:guid}/delete/", DeleteForGood.PostNoteAsync);
        commands.MapPost("/trash/pads/{id:guid}/delete/", DeleteForGood.PostPadAsync);
        // The forms of pages that the previous version has sent.
        commands.MapPost("/notes/{id:guid}/delete/", TrashNote.PostAsync);
        commands.MapPost("/pads/{id:guid}/delete/", TrashPad.PostAsync);
    }
}

using Notejam.Web.Accounts.Kept;

namespace Notejam.Web.Notes.Selection;

static class SelectionRoutes
{
    public static void MapSelection(this RouteGroupBuilder commands)
    {
        commands.MapPost("/notes/trash/", TrashSelected.PostAsync).WhenSignedOut(Selected.ShowAgain);
        commands.MapPost("/notes/pin/", PinSelected.PostAsync).WhenSignedOut(Selected.ShowAgain);
        commands.MapPost("/notes/archive/", ArchiveSelected.PostAsync).WhenSignedOut(Selected.ShowAgain);
        commands.MapPost("/notes/move/", MoveSelected.PostAsync).WhenSignedOut(Selected.ShowAgain);
        commands.MapPost("/notes/batches/{id:guid}/restore/", UndoSelected.PostRestoreAsync);
        commands.MapPost("/notes/batches/{id:guid}/unarchive/", UndoSelected.PostUnarchiveAsync);
        commands.MapPost("/notes/batches/{id:guid}/move-back/", UndoSelected.PostMoveBackAsync);
    }
}

using Notejam.Web.Accounts.Kept;

namespace Notejam.Web.Notes;

static class NoteRoutes
{
    public static void MapNotes(this RouteGroupBuilder commands)
    {
        commands.MapPost("/notes/create/", CreateNote.PostAsync).WhenSignedOut(CreateNote.ShowAgain);
        commands.MapPost("/notes/{id:guid}/edit/", EditNote.PostAsync).WhenSignedOut(EditNote.ShowAgain);
        commands.MapPost("/notes/{id:guid}/compare/", CompareDraft.PostAsync).WhenSignedOut(EditNote.ShowAgain);
        commands.MapPost("/notes/{id:guid}/append/", AppendLine.PostAsync).WhenSignedOut(AppendLine.ShowAgain);
        commands.MapPost("/notes/{id:guid}/pin/", PinNote.PostPinAsync);
        commands.MapPost("/notes/{id:guid}/unpin/", PinNote.PostUnpinAsync);
        commands.MapPost("/notes/{id:guid}/tick/", TickTask.PostAsync);
    }
}

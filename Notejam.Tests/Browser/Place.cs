namespace Notejam.Tests.Browser;

/// <summary>A page that somebody can be at.</summary>
/// <param name="Name">For files and complaints.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Button">
/// What sends its form as it is, so that it comes back with errors; null for the page itself.
/// </param>
sealed record Place(string Name, string Path, string? Button = null)
{
    public static IEnumerable<Place> OfGuests(string note) =>
    [
        new("signin", "/signin/"),
        new("signin-errors", "/signin/", "main button"),
        new("signup", "/signup/"),
        new("signup-errors", "/signup/", "main button"),
        new("forgot", "/forgot-password/"),
        new("reset-dead", $"/forgot-password/{note}/none/"),
        new("offline", "/offline/"),
        new("404-anonymous", "/nowhere/"),
    ];

    public static IEnumerable<Place> OfPeople(Things of) =>
    [
        new("home", "/"),
        new("home-by-name", "/?order=name"),
        new("home-select", "/?select"),
        new("home-select-all", "/?select=all"),
        new("pad-select", $"/pads/{of.Pad}/?select"),
        new("pad", $"/pads/{of.Pad}/"),
        new("all-pads", "/pads/"),
        new("all-pads-found", "/pads/?q=k"),
        new("all-pads-none", "/pads/?q=nowhere"),
        new("tags", "/tags/"),
        new("tag", "/tags/talks/"),
        new("rename-tag", "/tags/talks/rename/"),
        new("search", "/search/?q=a*+-nothing"),
        new("search-none", "/search/?q=nowhere+pad:none"),
        new("search-empty", "/search/"),
        new("note", $"/notes/{of.Note}/"),
        new("note-linked", $"/notes/{of.LinkedNote}/"),
        new("edit", $"/notes/{of.Note}/edit/"),
        new("history", $"/notes/{of.Note}/history/"),
        new("history-before", $"/notes/{of.Note}/history/?with=before"),
        new("move", $"/notes/{of.Note}/move/"),
        new("create", "/notes/create/"),
        new("create-from", $"/notes/create/?from={of.Note}"),
        new("create-errors", "/notes/create/", ".save button"),
        new("delete-note", $"/notes/{of.Note}/delete/"),
        new("create-pad", "/pads/create/"),
        new("create-pad-errors", "/pads/create/", "main button"),
        new("edit-pad", $"/pads/{of.Pad}/edit/"),
        new("delete-pad", $"/pads/{of.Pad}/delete/"),
        new("archive", "/archive/"),
        new("note-archived", $"/notes/{of.ArchivedNote}/"),
        new("trash", "/trash/"),
        new("empty-trash", "/trash/empty/"),
        new("note-trashed", $"/notes/{of.TrashedNote}/"),
        new("pad-trashed", $"/pads/{of.TrashedPad}/"),
        new("delete-note-for-good", $"/trash/notes/{of.TrashedNote}/delete/"),
        new("delete-pad-for-good", $"/trash/pads/{of.TrashedPad}/delete/"),
        new("settings", "/settings/"),
        new("settings-errors", "/settings/", "main button"),
        new("shortcuts", "/shortcuts/"),
        new("signout", "/signout/"),
        new("404", "/nowhere/"),
    ];
}

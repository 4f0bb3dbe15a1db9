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
        new("404-anonymous", "/nowhere/"),
    ];

    public static IEnumerable<Place> OfPeople(string note, string pad) =>
    [
        new("home", "/"),
        new("home-by-name", "/?order=name"),
        new("pad", $"/pads/{pad}/"),
        new("all-pads", "/pads/"),
        new("all-pads-found", "/pads/?q=k"),
        new("all-pads-none", "/pads/?q=nowhere"),
        new("note", $"/notes/{note}/"),
        new("edit", $"/notes/{note}/edit/"),
        new("history", $"/notes/{note}/history/"),
        new("history-before", $"/notes/{note}/history/?with=before"),
        new("create", "/notes/create/"),
        new("create-errors", "/notes/create/", ".save button"),
        new("delete-note", $"/notes/{note}/delete/"),
        new("create-pad", "/pads/create/"),
        new("create-pad-errors", "/pads/create/", "main button"),
        new("edit-pad", $"/pads/{pad}/edit/"),
        new("delete-pad", $"/pads/{pad}/delete/"),
        new("settings", "/settings/"),
        new("settings-errors", "/settings/", "main button"),
        new("signout", "/signout/"),
        new("404", "/nowhere/"),
    ];
}

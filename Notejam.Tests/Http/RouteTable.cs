namespace Notejam.Tests.Http;

/// <summary>What every route answers to every kind of caller.</summary>
static class RouteTable
{
    const string ToSignIn = "302 /signin/", Home = "302 /";

    /// <param name="Route">Method and pattern.</param>
    /// <param name="Anonymous">What an anonymous visitor gets, without a token.</param>
    /// <param name="Owner">What the owner gets, with a token and no other field.</param>
    /// <param name="Other">
    /// What another signed-in user gets for the owner's objects, with a token and no other field.
    /// </param>
    public sealed record Row(string Route, string Anonymous, string Owner, string Other);

    public static readonly Row[] All =
    [
        new("GET /", ToSignIn, "200", "200"),
        new("GET /version/", "200", "200", "200"),
        new("GET /.well-known/change-password/", "302 /settings/", "302 /settings/", "302 /settings/"),
        new("GET /signup/", "200", Home, Home),
        new("POST /signup/", "400", "422", "422"),
        new("GET /signin/", "200", Home, Home),
        new("POST /signin/", "400", "303 /", "303 /"),
        new("GET /signed-out/", "200", "200", "200"),
        new("GET /offline/", "200", "200", "200"),
        new("GET /signout/", ToSignIn, "200", "200"),
        new("POST /signout/", ToSignIn, "303 /signin/", "303 /signin/"),
        new("GET /forgot-password/", "200", "200", "200"),
        new("POST /forgot-password/", "400", "422", "422"),
        new("GET /forgot-password/{id:guid}/{token}/", "410", "410", "410"),
        new("POST /forgot-password/{id:guid}/{token}/", "400", "410", "410"),
        new("GET /kept/{form}/", ToSignIn, "404", "404"),
        new("GET /complete/tags/", ToSignIn, "200", "200"),
        new("GET /complete/text/", ToSignIn, "200", "200"),
        new("GET /shortcuts/", ToSignIn, "200", "200"),
        new("GET /settings/", ToSignIn, "200", "200"),
        new("POST /settings/", "401", "422", "422"),
        new("GET /notes/create/", ToSignIn, "200", "200"),
        new("POST /notes/create/", "401", "422", "422"),
        new("GET /notes/{id:guid}/", ToSignIn, "200", "404"),
        new("GET /notes/{id:guid}/edit/", ToSignIn, "200", "404"),
        new("POST /notes/{id:guid}/edit/", "401", "422", "404"),
        new("GET /notes/{id:guid}/delete/", ToSignIn, "200", "404"),
        new("POST /notes/{id:guid}/compare/", "401", "422", "404"),
        new("POST /notes/{id:guid}/delete/", "401", "303 /", "404"),
        new("GET /notes/{id:guid}/history/", ToSignIn, "200", "404"),
        new("POST /notes/{id:guid}/history/{revision:guid}/restore/", "401", "303 /notes/{id}/", "404"),
        new("POST /notes/{id:guid}/append/", "401", "303 /notes/{id}/#line", "404"),
        new("GET /notes/{id:guid}/move/", ToSignIn, "200", "404"),
        new("POST /notes/{id:guid}/pin/", "401", "303 /notes/{id}/", "404"),
        new("POST /notes/{id:guid}/unpin/", "401", "303 /notes/{id}/", "404"),
        new("POST /notes/{id:guid}/archive/", "401", "303 /", "404"),
        new("POST /notes/{id:guid}/unarchive/", "401", "303 /notes/{id}/", "404"),
        new("POST /notes/{id:guid}/tick/", "401", "400", "404"),
        new("POST /notes/{id:guid}/trash/", "401", "303 /", "404"),
        new("POST /notes/{id:guid}/restore/", "401", "303 /notes/{id}/", "404"),
        new("POST /notes/trash/", "401", "303 /?select", "303 /?select"),
        new("POST /notes/pin/", "401", "303 /?select", "303 /?select"),
        new("POST /notes/archive/", "401", "303 /?select", "303 /?select"),
        new("POST /notes/move/", "401", "303 /?select", "303 /?select"),
        new("POST /notes/batches/{id:guid}/restore/", "401", "303 /", "404"),
        new("POST /notes/batches/{id:guid}/unarchive/", "401", "303 /", "404"),
        new("POST /notes/batches/{id:guid}/move-back/", "401", "303 /", "404"),
        new("GET /pads/", ToSignIn, "200", "200"),
        new("GET /pads/create/", ToSignIn, "200", "200"),
        new("POST /pads/create/", "401", "422", "422"),
        new("GET /pads/{id:guid}/", ToSignIn, "200", "404"),
        new("GET /pads/{id:guid}/edit/", ToSignIn, "200", "404"),
        new("POST /pads/{id:guid}/edit/", "401", "422", "404"),
        new("GET /pads/{id:guid}/delete/", ToSignIn, "200", "404"),
        new("POST /pads/{id:guid}/delete/", "401", "303 /", "404"),
        new("POST /pads/{id:guid}/trash/", "401", "303 /", "404"),
        new("POST /pads/{id:guid}/restore/", "401", "303 /pads/{id}/", "404"),
        new("GET /tags/", ToSignIn, "200", "200"),
        new("GET /tags/{tag}/", ToSignIn, "200", "200"),
        new("GET /tags/{tag}/rename/", ToSignIn, "200", "200"),
        new("POST /tags/{tag}/rename/", "401", "422", "404"),
        new("GET /search/", ToSignIn, "200", "200"),
        new("GET /archive/", ToSignIn, "200", "200"),
        new("GET /trash/", ToSignIn, "200", "200"),
        new("GET /trash/empty/", ToSignIn, "200", "200"),
        new("POST /trash/empty/", "401", "303 /trash/", "303 /trash/"),
        new("GET /trash/notes/{id:guid}/delete/", ToSignIn, "200", "404"),
        new("POST /trash/notes/{id:guid}/delete/", "401", "303 /trash/", "404"),
        new("GET /trash/pads/{id:guid}/delete/", ToSignIn, "200", "404"),
        new("POST /trash/pads/{id:guid}/delete/", "401", "303 /trash/", "404"),
    ];
}

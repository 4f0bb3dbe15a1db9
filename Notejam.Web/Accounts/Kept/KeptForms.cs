using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts.Kept;

/// <summary>
/// A form that is sent after the session has ended waits here until its writer has signed in again: encrypted, for an
/// hour, for that person in that browser. A stranger stores nothing: the browser must be known, and the form's token
/// must be of the person that it is known for.
/// </summary>
sealed class KeptForms(
    NotejamDb db,
    IDataProtectionProvider protection,
    IAntiforgery antiforgery,
    KnownBrowser browser,
    KeptKeys keys,
    IHttpContextAccessor http)
{
    /// <summary>As it is: escaped, text of some scripts would be several times as long.</summary>
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    HttpContext Context => http.HttpContext!;

    /// <summary>Where it will be shown; null for what is no work of somebody who has signed in here before.</summary>
    public async Task<string?> TryKeepAsync()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<KeptPage>() is null) return null;
        if (browser.Owner is not { } owner || !await IsFormOfAsync(owner)) return null;
        if (await SentForm.ReadAsync(Context) is not { HadPassword: false } sent || !sent.HasText && !sent.HasChoice)
            return null;

        var key = keys.New();
        var of = Context.Request.RouteValues["id"] ?? Context.Request.RouteValues["tag"];
        var content = new Content($"{of}", Pattern(Context.GetEndpoint()!), sent.Fields);
        var hidden = Contents(owner).Protect(JsonSerializer.SerializeToUtf8Bytes(content, Plain));
        db.Add(new KeptForm(key.Hash, owner, hidden, key.Until));
        try
        {
            await db.SaveChangesAsync();
        }
        catch (DbUpdateException failed) when (failed.IsOrphan())
        {
            return null;
        }
        await MakeRoomAsync(owner);
        keys.Remember(key);
        return key.Path;
    }

    /// <summary>The page with the form as it was sent; null if none waits here for this person in this browser.</summary>
    public async Task<IResult?> FindAsync(Guid owner, string path, EndpointDataSource endpoints)
    {
        if (keys.Find(path) is not { } key) return null;
        var kept = await db.KeptForms.AsNoTracking()
            .FirstOrDefaultAsync(f => f.KeyHash == key.Hash && f.OwnerId == owner);
        if (kept is null) return null;
        var content = JsonSerializer.Deserialize<Content>(Contents(owner).Unprotect(kept.Content), Plain)!;
        var page = endpoints.Endpoints
            .Where(e => Pattern(e) == content.Route)
            .Select(e => e.Metadata.GetMetadata<KeptPage>())
            .FirstOrDefault(page => page is not null);
        var fields = content.Fields.ToDictionary(f => f.Key, f => new StringValues(f.Value));
        return page?.Show(content.Id, new FormCollection(fields));
    }

    Task<int> MakeRoomAsync(Guid owner)
    {
        var newest = db.KeptForms.Where(f => f.OwnerId == owner).OrderByDescending(f => f.ExpiresAt).Take(KeptKeys.Most);
        return db.KeptForms.Where(f => f.OwnerId == owner && !newest.Contains(f)).ExecuteDeleteAsync();
    }

    /// <summary>The token in it was made for this person: somebody else may have signed in here since.</summary>
    async Task<bool> IsFormOfAsync(Guid owner)
    {
        var visitor = Context.User;
        var claim = new Claim(ClaimTypes.NameIdentifier, $"{owner}");
        Context.User = new ClaimsPrincipal(new ClaimsIdentity([claim], "form"));
        try
        {
            return await antiforgery.IsRequestValidAsync(Context);
        }
        finally
        {
            Context.User = visitor;
        }
    }

    IDataProtector Contents(Guid owner) => protection.CreateProtector("kept-form", $"{owner}");

    static string Pattern(Endpoint endpoint) => (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "";

    sealed record Content(string Id, string Route, IReadOnlyList<KeyValuePair<string, string>> Fields);
}

/// <summary>How a form is shown again whose writer had to sign in first.</summary>
/// <param name="Show">The page, from the id or the tag in its address and its fields.</param>
sealed record KeptPage(Func<string, IFormCollection, IResult> Show);

static class KeptPages
{
    public static void WhenSignedOut(this RouteHandlerBuilder command, Func<Guid, IFormCollection, IResult> show) =>
        command.WhenSignedOut((string id, IFormCollection fields) =>
            show(Guid.TryParse(id, out var of) ? of : Guid.Empty, fields));

    public static void WhenSignedOut(this RouteHandlerBuilder command, Func<string, IFormCollection, IResult> show) =>
        command.WithMetadata(new KeptPage(show));
}

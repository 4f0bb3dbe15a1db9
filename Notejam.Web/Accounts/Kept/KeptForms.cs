using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
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
    SiteSettings site,
    IHttpContextAccessor http,
    TimeProvider time)
{
    public const string Path = "/kept/";

    public const string SignInPath = $"/signin/?next={Path}";

    /// <summary>The most that wait for one person; the oldest make room.</summary>
    const int Most = 5;

    static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    readonly IDataProtector keys = protection.CreateProtector("kept-key");

    string Cookie => site.CookieName("notejam-kept");

    HttpContext Context => http.HttpContext!;

    /// <summary>Until when this browser's form waits; null if none does.</summary>
    public DateTimeOffset? Until => ReadKey()?.Until;

    /// <summary>False for what is no text of somebody who has signed in here before.</summary>
    public async Task<bool> TryKeepAsync()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<KeptPage>() is null) return false;
        if (browser.Owner is not { } owner || !await IsFormOfAsync(owner)) return false;
        if (await SentForm.ReadAsync(Context) is not { HasText: true, HadPassword: false } sent) return false;

        var key = RandomNumberGenerator.GetBytes(32);
        var until = time.GetUtcNow() + Lifetime;
        var content = new Content($"{Context.Request.RouteValues["id"]}", Pattern(Context.GetEndpoint()!), sent.Fields);
        var hidden = Contents(owner).Protect(JsonSerializer.SerializeToUtf8Bytes(content));
        db.Add(new KeptForm(SHA256.HashData(key), owner, hidden, until));
        try
        {
            await db.SaveChangesAsync();
        }
        catch (DbUpdateException failed) when (failed.IsOrphan())
        {
            return false;
        }
        await MakeRoomAsync(owner);
        var mark = keys.Protect($"{Convert.ToHexString(key)} {until:O}");
        Context.Response.Cookies.Append(Cookie, mark, new()
        {
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = site.IsHttps,
            Path = "/",
            MaxAge = Lifetime,
        });
        return true;
    }

    /// <summary>The page with the form as it was sent; null if none waits for this person in this browser.</summary>
    public async Task<IResult?> FindAsync(Guid owner, EndpointDataSource endpoints)
    {
        if (ReadKey() is not { } key) return null;
        var hash = SHA256.HashData(Convert.FromHexString(key.Value));
        var kept = await db.KeptForms.AsNoTracking().FirstOrDefaultAsync(f => f.KeyHash == hash && f.OwnerId == owner);
        if (kept is null) return null;
        var content = JsonSerializer.Deserialize<Content>(Contents(owner).Unprotect(kept.Content))!;
        var page = endpoints.Endpoints
            .First(e => Pattern(e) == content.Route && e.Metadata.GetMetadata<KeptPage>() is not null)
            .Metadata.GetMetadata<KeptPage>()!;
        var fields = content.Fields.ToDictionary(f => f.Key, f => new StringValues(f.Value));
        return page.Show(Guid.TryParse(content.Id, out var id) ? id : Guid.Empty, new FormCollection(fields));
    }

    async Task MakeRoomAsync(Guid owner)
    {
        var now = time.GetUtcNow();
        var newest = db.KeptForms.Where(f => f.OwnerId == owner).OrderByDescending(f => f.ExpiresAt).Take(Most);
        await db.KeptForms
            .Where(f => f.ExpiresAt <= now || f.OwnerId == owner && !newest.Contains(f))
            .ExecuteDeleteAsync();
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

    (string Value, DateTimeOffset Until)? ReadKey()
    {
        if (Context.Request.Cookies[Cookie] is not { } cookie) return null;
        try
        {
            return keys.Unprotect(cookie).Split(' ') is [var value, var end]
                && DateTimeOffset.Parse(end, CultureInfo.InvariantCulture) is var until
                && until > time.GetUtcNow() ? (value, until) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    IDataProtector Contents(Guid owner) => protection.CreateProtector("kept-form", $"{owner}");

    static string Pattern(Endpoint endpoint) => (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "";

    sealed record Content(string Id, string Route, IReadOnlyList<KeyValuePair<string, string>> Fields);
}

/// <summary>How a form is shown again whose writer had to sign in first.</summary>
/// <param name="Show">The page, from the id in its address and its fields.</param>
sealed record KeptPage(Func<Guid, IFormCollection, IResult> Show);

static class KeptPages
{
    public static void WhenSignedOut(this RouteHandlerBuilder command, Func<Guid, IFormCollection, IResult> show) =>
        command.WithMetadata(new KeptPage(show));
}

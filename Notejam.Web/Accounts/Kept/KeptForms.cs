using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
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
    SiteSettings site,
    IHttpContextAccessor http,
    TimeProvider time)
{
    const string Path = "/kept/";

    /// <summary>The most that wait for one person; the oldest make room.</summary>
    const int Most = 5;

    static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>As it is: escaped, text of some scripts would be several times as long.</summary>
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly IDataProtector keys = protection.CreateProtector("kept-key");

    string Cookie => site.CookieName("notejam-kept");

    HttpContext Context => http.HttpContext!;

    /// <summary>Until when this browser's form waits that is shown at a path; null if none does.</summary>
    public DateTimeOffset? Until(string? path) => Keys().FirstOrDefault(key => key.Path == path)?.Until;

    /// <summary>Where it will be shown; null for what is no text of somebody who has signed in here before.</summary>
    public async Task<string?> TryKeepAsync()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<KeptPage>() is null) return null;
        if (browser.Owner is not { } owner || !await IsFormOfAsync(owner)) return null;
        if (await SentForm.ReadAsync(Context) is not { HasText: true, HadPassword: false } sent) return null;

        var key = new Key(Convert.ToHexString(RandomNumberGenerator.GetBytes(32)), time.GetUtcNow() + Lifetime);
        var content = new Content($"{Context.Request.RouteValues["id"]}", Pattern(Context.GetEndpoint()!), sent.Fields);
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
        Remember([key, .. Keys().Take(Most - 1)]);
        return key.Path;
    }

    /// <summary>The page with the form as it was sent; null if none waits here for this person in this browser.</summary>
    public async Task<IResult?> FindAsync(Guid owner, string path, EndpointDataSource endpoints)
    {
        if (Keys().FirstOrDefault(key => key.Path == path) is not { } key) return null;
        var kept = await db.KeptForms.AsNoTracking()
            .FirstOrDefaultAsync(f => f.KeyHash == key.Hash && f.OwnerId == owner);
        if (kept is null) return null;
        var content = JsonSerializer.Deserialize<Content>(Contents(owner).Unprotect(kept.Content), Plain)!;
        var page = endpoints.Endpoints
            .Where(e => Pattern(e) == content.Route)
            .Select(e => e.Metadata.GetMetadata<KeptPage>())
            .FirstOrDefault(page => page is not null);
        var fields = content.Fields.ToDictionary(f => f.Key, f => new StringValues(f.Value));
        return page?.Show(Guid.TryParse(content.Id, out var id) ? id : Guid.Empty, new FormCollection(fields));
    }

    Task<int> MakeRoomAsync(Guid owner)
    {
        var newest = db.KeptForms.Where(f => f.OwnerId == owner).OrderByDescending(f => f.ExpiresAt).Take(Most);
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

    void Remember(IEnumerable<Key> newest)
    {
        var marks = newest.Select(key => $"{key.Value} {key.Until:O}");
        Context.Response.Cookies.Append(Cookie, keys.Protect(string.Join('\n', marks)), new()
        {
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = site.IsHttps,
            Path = "/",
            MaxAge = Lifetime,
        });
    }

    /// <summary>Of the forms of this browser, the newest first.</summary>
    IReadOnlyList<Key> Keys()
    {
        if (Context.Request.Cookies[Cookie] is not { } cookie) return [];
        try
        {
            var now = time.GetUtcNow();
            var all = keys.Unprotect(cookie).Split('\n').Select(mark => mark.Split(' ')).Select(mark =>
                new Key(mark[0], DateTimeOffset.Parse(mark[1], CultureInfo.InvariantCulture)));
            return [.. all.Where(key => key.Until > now)];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    IDataProtector Contents(Guid owner) => protection.CreateProtector("kept-form", $"{owner}");

    static string Pattern(Endpoint endpoint) => (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "";

    /// <summary>What only this browser knows. Its hash is in the row, and a part of that in the address.</summary>
    sealed record Key(string Value, DateTimeOffset Until)
    {
        public byte[] Hash { get; } = SHA256.HashData(Convert.FromHexString(Value));

        public string Path => $"{KeptForms.Path}{Convert.ToHexStringLower(Hash.AsSpan(0, 8))}/";
    }

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

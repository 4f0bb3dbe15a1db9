using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;

namespace Notejam.Web.Accounts;

/// <summary>
/// Sessions as rows. Every request asks for its row, so a session that was ended is dead at once on every instance, however
/// many copies of its cookie exist.
/// </summary>
sealed class SessionStore(TimeProvider time) : ITicketStore
{
    public async Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var key = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var user = Guid.Parse(ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier)!);
        var db = Db(httpContext);
        var now = time.GetUtcNow();
        db.Sessions.Add(new Session(Hash(key), user, now));
        await db.SaveChangesAsync(cancellationToken);
        // People's own old sessions go when they sign in; nothing else has to clean up.
        await db.Sessions.Where(s => s.UserId == user && s.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        return key;
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var (hash, now, db) = (Hash(key), time.GetUtcNow(), Db(httpContext));
        var found = await (from session in db.Sessions
                           join user in db.Users on session.UserId equals user.Id
                           where session.KeyHash == hash && session.ExpiresAt > now
                           select new { session.UserId, user.Email, session.CreatedAt, session.ExpiresAt }).FirstOrDefaultAsync(cancellationToken);
        if (found is null) return null;

        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, found.UserId.ToString()), new(ClaimTypes.Email, found.Email!)], IdentityConstants.ApplicationScheme);
        return new AuthenticationTicket(new ClaimsPrincipal(identity), new AuthenticationProperties
        {
            IsPersistent = true,
            AllowRefresh = found.ExpiresAt < found.CreatedAt + Session.Longest,
            IssuedUtc = found.ExpiresAt - Session.Idle,
            ExpiresUtc = found.ExpiresAt,
        }, IdentityConstants.ApplicationScheme);
    }

    public async Task RenewAsync(string key, AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var (hash, db) = (Hash(key), Db(httpContext));
        if (await db.Sessions.FirstOrDefaultAsync(s => s.KeyHash == hash, cancellationToken) is not { } session) return;
        session.Prolong(time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task RemoveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var hash = Hash(key);
        await Db(httpContext).Sessions.Where(s => s.KeyHash == hash).ExecuteDeleteAsync(cancellationToken);
    }

    // The cookie handler has called the overloads with a context since .NET 7.
    public Task<string> StoreAsync(AuthenticationTicket ticket) => throw new NotSupportedException();
    public Task RenewAsync(string key, AuthenticationTicket ticket) => throw new NotSupportedException();
    public Task<AuthenticationTicket?> RetrieveAsync(string key) => throw new NotSupportedException();
    public Task RemoveAsync(string key) => throw new NotSupportedException();

    static NotejamDb Db(HttpContext context) => context.RequestServices.GetRequiredService<NotejamDb>();
    static byte[] Hash(string key) => SHA256.HashData(Encoding.ASCII.GetBytes(key));
}

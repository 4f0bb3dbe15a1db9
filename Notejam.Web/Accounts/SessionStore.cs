using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Web.Accounts;

/// <summary>
/// Sessions as rows. Every request asks for its row, so a session that was ended is dead at once on every instance,
/// however many copies of its cookie exist.
/// </summary>
sealed class SessionStore(TimeProvider time) : ITicketStore
{
    /// <summary>
    /// A session is of the password that was verified: the row is made from the person's, if that still has the stamp
    /// which stood beside the hash. FOR SHARE waits for a change of password that is under way, and makes a later one
    /// wait.
    /// </summary>
    /// <exception cref="PasswordReplacedException">The password has been replaced since it was verified.</exception>
    public async Task<string> StoreAsync(
        AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var user = Guid.Parse(ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier)!);
        var key = SessionKey.Make(user);
        var stamp = ticket.Principal.FindFirstValue(Stamp);
        var db = Db(httpContext);
        var session = new Session(SessionKey.Hash(key), user, time.GetUtcNow());
        var made = await db.Database.ExecuteSqlAsync($"""
            INSERT INTO sessions (key_hash, user_id, created_at, expires_at)
            SELECT {session.KeyHash}, id, {session.CreatedAt}, {session.ExpiresAt}
            FROM users
            WHERE id = {user} AND security_stamp = {stamp}
            FOR SHARE
            """, cancellationToken);
        if (made == 0) throw new PasswordReplacedException();
        // People's own old sessions go when they sign in; nothing else has to clean up.
        var forgotten = session.CreatedAt - Session.Remembered;
        await db.Sessions
            .Where(s => s.UserId == user && s.ExpiresAt <= forgotten)
            .ExecuteDeleteAsync(cancellationToken);
        return key;
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(
        string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var (hash, now) = (SessionKey.Hash(key), time.GetUtcNow());
        var owner = SessionKey.OwnerOf(key) ?? await OwnerAsync(hash, httpContext, cancellationToken);
        // Only of the one who asks: who is in by now, and signs in anew, must not be given the ended session again.
        var isForRepeats = httpContext.User.Identity?.IsAuthenticated != true
            && httpContext.GetEndpoint()?.Metadata.GetMetadata<AnswersEndedSessionsAttribute>() is not null;
        var session = new SessionRead(hash, isForRepeats ? now - Session.Remembered : now);
        var reads = httpContext.RequestServices.GetRequiredService<Reads>();
        try
        {
            await reads.AskAsync(owner, [session, .. PageReads.Beforehand(httpContext)], cancellationToken);
        }
        catch (PostgresException failed) when (!failed.IsTransient)
        {
            // What is wrong with the page's statement is for the page to meet, which knows whose it is.
            await reads.AskAsync(owner, [session], cancellationToken);
        }
        if (await reads.GetAsync(session) is not { } found)
        {
            reads.Forget();
            return null;
        }
        var hasEnded = found.ExpiresAt <= now;
        // A HEAD changes nothing.
        if (!hasEnded && !HttpMethods.IsHead(httpContext.Request.Method))
            await ProlongAsync(found, hash, now, httpContext, cancellationToken);
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, owner.ToString()),
                new(ClaimTypes.Email, found.Email),
                new(CurrentUser.Content, found.ContentVersion.ToString()),
            ],
            IdentityConstants.ApplicationScheme);
        if (hasEnded) identity.AddClaim(new Claim(CurrentUser.Ended, ""));
        return new AuthenticationTicket(new ClaimsPrincipal(identity), IdentityConstants.ApplicationScheme);
    }

    static async Task ProlongAsync(
        SessionView found, byte[] hash, DateTimeOffset now, HttpContext context, CancellationToken cancel)
    {
        if (!Session.IsDue(found.CreatedAt, found.ExpiresAt, now)) return;
        var expires = Session.Expiry(found.CreatedAt, now);
        // Only as it was read: it may have been ended since, and must stay so.
        await Db(context).Sessions.Where(s => s.KeyHash == hash && s.ExpiresAt == found.ExpiresAt)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.ExpiresAt, expires), cancel);
    }

    /// <summary>For keys of the previous version, which do not say it.</summary>
    static Task<Guid> OwnerAsync(byte[] hash, HttpContext context, CancellationToken cancel) =>
        Db(context).Sessions.Where(s => s.KeyHash == hash).Select(s => s.UserId).FirstOrDefaultAsync(cancel);

    /// <summary>
    /// Nothing: the row is prolonged where it is read, and the cookie lasts as long as the longest session. Only a
    /// change of password that is sent again, by a session that lives, comes here.
    /// </summary>
    public Task RenewAsync(
        string key, AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public async Task RemoveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var hash = SessionKey.Hash(key);
        await Db(httpContext).Sessions.Where(s => s.KeyHash == hash).ExecuteDeleteAsync(cancellationToken);
    }

    // The cookie handler has called the overloads with a context since .NET 7.
    public Task<string> StoreAsync(AuthenticationTicket ticket) => throw new NotSupportedException();
    public Task RenewAsync(string key, AuthenticationTicket ticket) => throw new NotSupportedException();
    public Task<AuthenticationTicket?> RetrieveAsync(string key) => throw new NotSupportedException();
    public Task RemoveAsync(string key) => throw new NotSupportedException();

    static readonly string Stamp = new ClaimsIdentityOptions().SecurityStampClaimType;

    static NotejamDb Db(HttpContext context) => context.RequestServices.GetRequiredService<NotejamDb>();
}

/// <summary>
/// An endpoint that ends the session of the one who asks. Sent twice, it is asked the second time by a session that has
/// ended, and may do nothing but answer once more: see <see cref="CurrentUser.HasEnded"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class AnswersEndedSessionsAttribute : Attribute;

/// <summary>The password with which somebody is signing in is the old one by now.</summary>
sealed class PasswordReplacedException() : Exception("The password has been replaced since it was verified.");

using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Notejam.Tests.Hosting;
using Notejam.Web.Accounts;
using Notejam.Web.Data;

namespace Notejam.Tests.Accounts;

/// <summary>
/// Sign-ins with the old password, on two instances, while it is being replaced: none may outlive it.
/// </summary>
public sealed class PasswordRaceTests(Postgres postgres)
{
    const string New = "another-kettle-roof";
    const int Rounds = 50;
    const int SignInsAtOnce = 4;

    [Fact]
    public async Task No_session_of_the_old_password_survives_a_change() =>
        Assert.Equal(0, await SurvivorsAsync(Change));

    [Fact]
    public async Task No_session_of_the_old_password_survives_a_reset() =>
        Assert.Equal(0, await SurvivorsAsync(Reset));

    /// <summary>The race is real: sessions that are not bound to what was verified survive it.</summary>
    [Fact]
    public async Task Without_the_bond_some_do() => Assert.NotEqual(0, await SurvivorsAsync(Reset, Unbind));

    static async Task Change(Person owner, NotejamApp app)
    {
        var changed = await owner.SubmitAsync("/settings/",
            ("current_password", Person.Password), ("new_password", New), ("confirm_password", New));
        Assert.Equal(HttpStatusCode.SeeOther, changed.Status);
    }

    static async Task Reset(Person owner, NotejamApp app)
    {
        var link = await ResetLink.ForAsync(app, owner);
        var reset = await owner.SubmitAsync(link, ("new_password", New), ("confirm_password", New));
        Assert.Equal(HttpStatusCode.SeeOther, reset.Status);
    }

    /// <summary>
    /// How many browsers that signed in with the old password are still in when the dust has settled.
    /// </summary>
    async Task<int> SurvivorsAsync(Func<Person, NotejamApp, Task> replace, Action<IServiceCollection>? services = null)
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var first = NotejamApp.Start(connection, replace: Uncapped + services);
        await using var second = NotejamApp.Start(connection, replace: Uncapped + services);
        var survivors = 0;
        for (var round = 0; round < Rounds; round++)
        {
            using var owner = await first.PersonAsync();
            var replacing = replace(owner, first);
            var signingIn = Enumerable.Range(0, SignInsAtOnce)
                .Select(i => SignInUntilAsync(replacing, i % 2 == 0 ? first : second, owner.Email)).ToList();
            await replacing;
            foreach (var browser in (await Task.WhenAll(signingIn)).SelectMany(b => b))
            {
                if ((await browser.GetAsync("/")).Status == HttpStatusCode.OK) survivors++;
                browser.Dispose();
            }
        }
        return survivors;
    }

    static async Task<List<Person>> SignInUntilAsync(Task replaced, NotejamApp app, string email)
    {
        var browsers = new List<Person>();
        while (!replaced.IsCompleted)
        {
            browsers.Add(app.Visitor());
            await browsers[^1].SubmitAsync("/signin/", ("email", email), ("password", Person.Password));
        }
        return browsers;
    }

    /// <summary>
    /// A machine with two cores hashes one password at a time, and hides the race; weaker hashes make more of it.
    /// </summary>
    static readonly Action<IServiceCollection> Uncapped = services => services
        .AddSingleton(new HashingQueue(slots: 16))
        .Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = Passwords.Iterations / 10);

    static void Unbind(IServiceCollection services) => services.AddSingleton<ITicketStore, UnboundSessions>();

    /// <summary>
    /// As it was: whoever has verified a password gets a session, whatever has become of the password.
    /// </summary>
    sealed class UnboundSessions(TimeProvider time) : ITicketStore
    {
        readonly SessionStore bound = new(time);

        public async Task<string> StoreAsync(
            AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
        {
            var identity = (ClaimsIdentity)ticket.Principal.Identity!;
            var stamp = identity.FindFirst("AspNet.Identity.SecurityStamp")!;
            var user = Guid.Parse(identity.FindFirst(ClaimTypes.NameIdentifier)!.Value);
            var db = httpContext.RequestServices.GetRequiredService<NotejamDb>();
            var now = await db.Users
                .Where(u => u.Id == user)
                .Select(u => u.SecurityStamp)
                .SingleAsync(cancellationToken);
            identity.RemoveClaim(stamp);
            identity.AddClaim(new Claim(stamp.Type, now!));
            return await bound.StoreAsync(ticket, httpContext, cancellationToken);
        }

        public Task<AuthenticationTicket?> RetrieveAsync(
            string key, HttpContext httpContext, CancellationToken cancellationToken) =>
            bound.RetrieveAsync(key, httpContext, cancellationToken);

        public Task RemoveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken) =>
            bound.RemoveAsync(key, httpContext, cancellationToken);

        public Task<string> StoreAsync(AuthenticationTicket ticket) => throw new NotSupportedException();
        public Task RenewAsync(string key, AuthenticationTicket ticket) => throw new NotSupportedException();
        public Task<AuthenticationTicket?> RetrieveAsync(string key) => throw new NotSupportedException();
        public Task RemoveAsync(string key) => throw new NotSupportedException();
    }
}

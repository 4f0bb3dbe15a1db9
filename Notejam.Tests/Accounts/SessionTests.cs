using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Notejam.Tests.Hosting;
using Npgsql;

namespace Notejam.Tests.Accounts;

public sealed class SessionTests(Postgres postgres) : IAsyncLifetime
{
    NotejamApp app = null!;

    public async ValueTask InitializeAsync() => app = NotejamApp.Start(await postgres.CreateDatabaseAsync());

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Sign_out_leads_to_sign_in_and_kills_every_copy_of_the_cookie()
    {
        var person = await app.PersonAsync();
        var thief = person.Copy();
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/")).Status);
        var answer = await person.SignOutAsync();
        Assert.Equal((HttpStatusCode.SeeOther, "/signin/"), (answer.Status, answer.Location));
        Assert.Equal("/signin/", (await person.GetAsync("/")).Location);
        Assert.Equal("/signin/", (await thief.GetAsync("/")).Location);
    }

    [Fact]
    public async Task Sign_out_by_GET_is_only_a_page_with_a_button()
    {
        var person = await app.PersonAsync();
        Assert.Equal("Sign out", (await person.GetAsync("/signout/")).Heading);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/")).Status);
        Assert.Equal("/signin/", (await person.SubmitAsync("/signout/")).Location);
        Assert.Equal("/signin/", (await person.GetAsync("/")).Location);
    }

    [Fact]
    public async Task Signing_out_in_a_second_tab_does_not_ask_for_it_again_after_signing_in()
    {
        var person = await app.PersonAsync();
        var second = await person.GetAsync("/signout/");
        await person.SignOutAsync();
        Assert.Equal("/signin/", (await person.SubmitAsync(second)).Location);
    }

    /// <summary>Such as everybody has when a new version is rolled out, and those whom old instances still sign in.</summary>
    [Fact]
    public async Task A_session_of_the_previous_version_whose_key_does_not_name_the_owner_lives_on()
    {
        using var person = await app.PersonAsync();
        var old = new string('k', 43);
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(old)));
        await Postgres.ExecuteAsync(app.Connection, $"UPDATE sessions SET key_hash = '\\x{hash}'");
        Assert.Equal("/signin/", (await person.GetAsync("/")).Location);

        var options = app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(IdentityConstants.ApplicationScheme);
        var carrier = new ClaimsPrincipal(new ClaimsIdentity(
            [new("Microsoft.AspNetCore.Authentication.Cookies-SessionId", old)], IdentityConstants.ApplicationScheme));
        var ticket = new AuthenticationTicket(carrier, IdentityConstants.ApplicationScheme);
        person.Cookies.Add(app.Address, new Cookie(options.Cookie.Name!, options.TicketDataFormat.Protect(ticket)));
        Assert.Contains(person.Email, (await person.GetAsync("/")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_after_14_days_without_use()
    {
        var person = await app.PersonAsync();
        app.Clock.Ahead += TimeSpan.FromDays(13.9);
        Assert.Equal(HttpStatusCode.OK, (await person.Copy().GetAsync("/")).Status);
        var other = await app.PersonAsync();
        app.Clock.Ahead += TimeSpan.FromDays(14.1);
        Assert.Equal("/signin/", (await other.GetAsync("/")).Location);
    }

    [Fact]
    public async Task A_session_in_use_lasts_90_days_and_no_longer()
    {
        var person = await app.PersonAsync();
        for (var day = 0; day < 80; day += 10)
        {
            app.Clock.Ahead += TimeSpan.FromDays(10);
            Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/")).Status);
        }
        app.Clock.Ahead += TimeSpan.FromDays(9.9);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/")).Status);
        app.Clock.Ahead += TimeSpan.FromDays(0.2);
        Assert.Equal("/signin/", (await person.GetAsync("/")).Location);
    }

    [Fact]
    public async Task Rows_of_ended_sessions_go_at_the_next_sign_in()
    {
        var person = await app.PersonAsync();
        app.Clock.Ahead += TimeSpan.FromDays(20);
        await person.SignInAsync();
        Assert.Equal(1, await Postgres.ScalarAsync<long>(app.Connection, $"""
            SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = '{person.Email}'
            """));
    }

    [Fact]
    public async Task A_forged_cookie_is_nobody()
    {
        var visitor = app.Visitor();
        visitor.Cookies.Add(app.Address, new Cookie("notejam", "CfDJ8forged"));
        Assert.Equal("/signin/", (await visitor.GetAsync("/")).Location);
    }

    /// <summary>Half of its time is over, so that this very request prolongs it.</summary>
    [Fact]
    public async Task A_password_changed_when_the_session_is_due_sets_one_cookie_and_one_stays_in()
    {
        var person = await app.PersonAsync();
        app.Clock.Ahead += TimeSpan.FromDays(8);
        var form = await person.Copy().GetAsync("/settings/");
        var stale = person.Copy();
        const string fresh = "another-kettle-roof";
        app.Clock.Ahead += TimeSpan.FromDays(8);
        var changed = await stale.SubmitAsync(form,
            ("current_password", Person.Password), ("new_password", fresh), ("confirm_password", fresh));
        Assert.Equal("/", changed.Location);
        var cookies = changed.Message.Headers.GetValues("Set-Cookie");
        Assert.Single(cookies, c => c.StartsWith("notejam=", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await stale.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_session_that_is_ended_while_it_is_prolonged_gets_its_page_and_no_more()
    {
        var person = await app.PersonAsync();
        app.Clock.Ahead += TimeSpan.FromDays(8);
        // The row goes in the very moment in which it is to be prolonged.
        await Postgres.ExecuteAsync(app.Connection, """
            CREATE FUNCTION gone() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN DELETE FROM sessions WHERE key_hash = OLD.key_hash; RETURN NULL; END $$;
            CREATE TRIGGER gone BEFORE UPDATE ON sessions FOR EACH ROW EXECUTE FUNCTION gone();
            """);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/")).Status);
        Assert.Equal("/signin/", (await person.GetAsync("/")).Location);
    }

    /// <summary>An end that comes between reading and prolonging holds.</summary>
    [Fact]
    public async Task Prolonging_brings_no_session_back_that_was_ended_meanwhile()
    {
        var person = await app.PersonAsync();
        app.Clock.Ahead += TimeSpan.FromDays(8);
        await using var database = new NpgsqlConnection(app.Connection);
        await database.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var end = new NpgsqlCommand(
            "UPDATE sessions SET expires_at = now() - interval '1 minute'", database);
        await end.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var reading = person.GetAsync("/");
        await Until.TrueAsync(async () => await Postgres.WaitingAsync(app.Connection) == 1);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await reading;
        Assert.Equal("/signin/", (await person.GetAsync("/")).Location);
    }
}

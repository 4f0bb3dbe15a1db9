using System.Net;
using Notejam.Tests.Hosting;
using Notejam.Web.Accounts;

namespace Notejam.Tests.Accounts;

/// <summary>How often one may try, at the door: each <see cref="Person"/> is at a network of their own.</summary>
public sealed class LimitTests(Postgres postgres) : IAsyncLifetime
{
    const string Wrong = "wrong-password";
    const string New = "another-kettle-roof";

    NotejamApp app = null!;
    NotejamApp second = null!;

    public async ValueTask InitializeAsync()
    {
        var connection = await postgres.CreateDatabaseAsync();
        app = NotejamApp.Start(connection);
        second = NotejamApp.Start(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await second.DisposeAsync();
    }

    [Fact]
    public async Task After_five_wrong_tries_each_makes_the_next_wait_longer()
    {
        var owner = await SignedUpAsync();
        var stranger = app.Visitor();
        for (var i = 0; i < 5; i++)
        {
            var wrong = await TryAsync(stranger, owner.Email);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        }
        var waits = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            var wait = Wait(await TryAsync(stranger, owner.Email));
            waits.Add(wait);
            Ahead(TimeSpan.FromSeconds(wait));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await TryAsync(stranger, owner.Email)).Status);
        }
        Assert.All(waits.Zip([5, 10, 20, 40, 80]), w => Assert.InRange(w.First, w.Second - 3, w.Second));
    }

    [Fact]
    public async Task A_limit_says_when_to_try_again_and_keeps_what_was_typed()
    {
        var owner = await SignedUpAsync();
        var stranger = app.Visitor();
        for (var i = 0; i < 5; i++) await TryAsync(stranger, owner.Email);
        var limited = await TryAsync(stranger, owner.Email);
        Assert.Equal((HttpStatusCode)429, limited.Status);
        Assert.Matches("^Too many tries. Try again in [1-5] seconds?.$", limited.Error("email"));
        Assert.InRange(Wait(limited), 1, 5);
        Assert.Equal(owner.Email, limited.Document.GetElementById("email")!.GetAttribute("value"));
        Assert.DoesNotContain(Wrong, limited.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_holds_on_every_instance_and_for_tries_at_once()
    {
        var owner = await SignedUpAsync();
        var home = app.Visitor().Home;
        using var here = new Person(app.Address) { Home = home };
        using var there = new Person(second.Address) { Home = home };
        var forms = (Here: await here.GetAsync("/signin/"), There: await there.GetAsync("/signin/"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => i % 2 == 0
            ? here.SubmitAsync(forms.Here, ("email", owner.Email), ("password", Wrong))
            : there.SubmitAsync(forms.There, ("email", owner.Email), ("password", Wrong))));
        Assert.InRange(answers.Count(a => a.Status == HttpStatusCode.UnprocessableEntity), 1, 5);
        Assert.Equal(8, answers.Count(a => (int)a.Status is 422 or 429 or 503));
    }

    [Fact]
    public async Task Unknown_addresses_are_limited_like_known_ones()
    {
        var owner = await SignedUpAsync();
        var (known, unknown) = (app.Visitor(), app.Visitor());
        for (var i = 0; i < 7; i++)
        {
            var (one, other) = (await TryAsync(known, owner.Email), await TryAsync(unknown, "nobody-here@example.org"));
            Assert.Equal(one.Status, other.Status);
        }
    }

    [Fact]
    public async Task A_stranger_who_tries_for_a_day_keeps_the_owner_out_at_no_time()
    {
        var owner = await SignedUpAsync();
        var stranger = app.Visitor();
        var form = await stranger.GetAsync("/signin/");
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            await stranger.SubmitAsync(form, ("email", owner.Email), ("password", Wrong));
            Ahead(TimeSpan.FromMinutes(1));
            if (minute % 120 != 119) continue;
            Assert.Equal("/", (await TryAsync(app.Visitor(), owner.Email, Person.Password)).Location);
        }
    }

    /// <summary>Every network in the world guesses, as often as it is let.</summary>
    [Fact]
    public async Task Strangers_everywhere_have_thirty_guesses_an_hour_and_the_owners_browser_gets_in_all_the_same()
    {
        var owner = await SignedUpAsync();
        Assert.Equal("/", (await owner.SignInAsync()).Location);
        await owner.SignOutAsync();

        var guesses = 0;
        for (var second = 0; second < 3600; second += 5)
        {
            using var stranger = app.Visitor();
            if ((await TryAsync(stranger, owner.Email)).Status == HttpStatusCode.UnprocessableEntity) guesses++;
            Ahead(TimeSpan.FromSeconds(5));
        }
        Assert.InRange(guesses, 10, 30);
        await TryAsync(app.Visitor(), owner.Email);
        Assert.Equal((HttpStatusCode)429, (await TryAsync(app.Visitor(), owner.Email, Person.Password)).Status);
        Assert.Equal("/", (await owner.SignInAsync()).Location);
    }

    [Fact]
    public async Task A_known_browser_has_an_allowance_and_not_more()
    {
        var owner = await SignedUpAsync();
        await owner.SignInAsync();
        await owner.SignOutAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await owner.SignInAsync(Wrong)).Status);
        }
        Assert.Equal((HttpStatusCode)429, (await owner.SignInAsync(Wrong)).Status);
        // Nor does it help with another's account.
        var other = await SignedUpAsync();
        for (var i = 0; i < 5; i++) await TryAsync(owner, other.Email);
        Assert.Equal((HttpStatusCode)429, (await TryAsync(owner, other.Email)).Status);
    }

    [Fact]
    public async Task One_network_has_thirty_wrong_tries_at_all_accounts_together_and_right_ones_do_not_count()
    {
        var stranger = app.Visitor();
        for (var i = 0; i < 10; i++)
        {
            using var colleague = new Person(app.Address) { Home = stranger.Home };
            await colleague.SignUpAsync(Person.NewEmail());
            for (var time = 0; time < 4; time++)
            {
                Assert.Equal("/", (await colleague.SignInAsync()).Location);
                await colleague.SignOutAsync();
            }
        }
        var wrong = 0;
        while (await StatusAsync($"nobody{wrong}@example.org") == HttpStatusCode.UnprocessableEntity) wrong++;
        // On a slow machine a few have drained meanwhile.
        Assert.InRange(wrong, 30, 40);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await TryAsync(app.Visitor(), "nobody@example.org")).Status);

        async Task<HttpStatusCode> StatusAsync(string email) => (await TryAsync(stranger, email)).Status;
    }

    [Fact]
    public async Task A_change_of_password_tells_a_wrong_one_from_too_many_tries_and_strangers_do_not_touch_it()
    {
        var owner = await app.PersonAsync();
        for (var i = 0; i < 6; i++) await TryAsync(app.Visitor(), owner.Email);
        for (var i = 0; i < 5; i++)
        {
            var wrong = await ChangeAsync(owner, Wrong);
            Assert.Equal("Incorrect current password", wrong.Error("current_password"));
        }
        var limited = await ChangeAsync(owner, Person.Password);
        Assert.Equal((HttpStatusCode)429, limited.Status);
        Assert.StartsWith("Too many tries. Try again in ", limited.Error("current_password"), StringComparison.Ordinal);
        Ahead(TimeSpan.FromSeconds(Wait(limited)));
        Assert.Equal("/", (await ChangeAsync(owner, Person.Password)).Location);
    }

    [Fact]
    public async Task The_table_holds_no_address_and_is_cleared_of_what_is_over()
    {
        var owner = await SignedUpAsync();
        for (var i = 0; i < 20; i++) await TryAsync(app.Visitor(), $"nobody{i}@example.org");
        Assert.True(await RowsAsync() > 40);
        Assert.Equal(0, await Postgres.ScalarAsync<long>(app.Connection, """
            SELECT count(*) FROM allowances
            WHERE octet_length(key) <> 16 OR encode(key, 'escape') ~ 'example|nobody'
            """));
        Ahead(TimeSpan.FromHours(1));
        for (var i = 0; i < 8; i++) await TryAsync(app.Visitor(), owner.Email, Person.Password);
        Assert.InRange(await RowsAsync(), 0, 20);
    }

    [Theory]
    [InlineData(0.2, "1 second")]
    [InlineData(1.2, "2 seconds")]
    [InlineData(59, "59 seconds")]
    [InlineData(60, "1 minute")]
    [InlineData(241, "5 minutes")]
    public void Waits_are_said_in_words(double seconds, string words) =>
        Assert.Equal(words, TooManyAttempts.Words(TimeSpan.FromSeconds(seconds)));

    static Task<Answer> TryAsync(Person person, string email, string password = Wrong) =>
        person.SubmitAsync("/signin/", ("email", email), ("password", password));

    static Task<Answer> ChangeAsync(Person person, string current) => person.SubmitAsync(
        "/settings/", ("current_password", current), ("new_password", New), ("confirm_password", New));

    async Task<Person> SignedUpAsync()
    {
        var person = app.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        return person;
    }

    void Ahead(TimeSpan time)
    {
        app.Clock.Ahead += time;
        second.Clock.Ahead += time;
    }

    Task<long> RowsAsync() => Postgres.ScalarAsync<long>(app.Connection, "SELECT count(*) FROM allowances");

    static int Wait(Answer limited)
    {
        Assert.Equal((HttpStatusCode)429, limited.Status);
        return (int)limited.Message.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
    }
}

using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Accounts;

/// <summary>A form that is sent twice, by a double click or over a bad line, is answered twice alike.</summary>
public sealed class RepeatTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    const string New = "another-kettle-roof";
    const string Changed = "Your password is successfully changed.";

    NotejamApp App => fixture.App;

    static (string, string)[] Change(string fresh) =>
        [("current_password", Person.Password), ("new_password", fresh), ("confirm_password", fresh)];

    [Fact]
    public async Task A_change_of_password_sent_twice_over_two_connections()
    {
        var person = await App.PersonAsync();
        var form = await person.GetAsync("/settings/");
        var answers = await Task.WhenAll(person.SubmitAsync(form, Change(New)), person.SubmitAsync(form, Change(New)));
        Assert.All(answers, a => Assert.Equal((HttpStatusCode.SeeOther, "/"), (a.Status, a.Location)));
        Assert.Equal(Changed, (await person.GetAsync("/")).Flash);
    }

    /// <summary>The browser gave up the first answer, and with it the new session.</summary>
    [Fact]
    public async Task A_change_of_password_sent_again_without_the_answer_to_the_first()
    {
        var person = await App.PersonAsync();
        var form = await person.GetAsync("/settings/");
        var elsewhere = person.Copy();
        await elsewhere.SubmitAsync(form, Change(New));
        Assert.Equal("/signin/", (await person.GetAsync("/")).Location);
        var again = await person.SubmitAsync(form, Change(New));
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (again.Status, again.Location));
        Assert.Equal(Changed, (await person.GetAsync("/")).Flash);
    }

    [Fact]
    public async Task A_change_of_password_sent_again_with_the_answer_to_the_first()
    {
        var person = await App.PersonAsync();
        var form = await person.GetAsync("/settings/");
        await person.SubmitAsync(form, Change(New));
        Assert.Equal("/", (await person.SubmitAsync(form, Change(New))).Location);
        Assert.Equal(["current_password"], (await person.SubmitAsync(form, Change("a-third-kettle-roof"))).Wrong);
    }

    /// <summary>A session that has ended opens nothing, not even the one page that would answer a repeat.</summary>
    [Fact]
    public async Task But_an_ended_session_is_good_for_nothing_else()
    {
        var person = await App.PersonAsync();
        await person.PadAsync("Secret");
        var form = await person.GetAsync("/settings/");
        var stolen = person.Copy();
        await person.SubmitAsync(form, Change(New));
        await AssertRefusedAsync(Change("a-third-kettle-roof"));
        await AssertRefusedAsync(
            ("current_password", New),
            ("new_password", "a-third-kettle-roof"),
            ("confirm_password", "a-third-kettle-roof"));
        await AssertRefusedAsync();
        Assert.StartsWith("/signin/", (await stolen.GetAsync("/settings/")).Location, StringComparison.Ordinal);
        App.Clock.Ahead += TimeSpan.FromMinutes(3);
        await AssertRefusedAsync(Change(New));

        async Task AssertRefusedAsync(params (string, string)[] fields)
        {
            var refused = await stolen.SubmitAsync(form, fields);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
            Assert.DoesNotContain("Secret", refused.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(person.Email, refused.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_new_password_by_a_link()
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var form = await person.GetAsync(await ResetLink.ForAsync(App, person));
        var twice = await Task.WhenAll(Send(New), Send(New));
        foreach (var answer in (Answer[])[.. twice, await Send(New)])
        {
            Assert.Equal((HttpStatusCode.SeeOther, "/signin/"), (answer.Status, answer.Location));
            Assert.Equal(Changed, (await person.GetAsync("/signin/")).Flash ?? Changed);
        }
        Assert.Equal(HttpStatusCode.Gone, (await Send("a-third-kettle-roof")).Status);
        Assert.Equal("/", (await person.SignInAsync(New)).Location);

        Task<Answer> Send(string password) =>
            person.SubmitAsync(form, ("new_password", password), ("confirm_password", password));
    }

    [Fact]
    public async Task A_sign_up_as_long_as_it_is_fresh()
    {
        var (person, email) = (App.Visitor(), Person.NewEmail());
        // One cookie for the tokens of all three: without it each page would make another.
        await person.GetAsync("/signup/");
        var answers = await Task.WhenAll(person.SignUpAsync(email), person.SignUpAsync(email));
        foreach (var answer in (Answer[])[.. answers, await person.SignUpAsync(email)])
            Assert.Equal((HttpStatusCode.SeeOther, "/signin/"), (answer.Status, answer.Location));
        Assert.Equal("Account is created. Now you can sign in.", (await person.GetAsync("/signin/")).Flash);
        Assert.Equal(1, await Postgres.ScalarAsync<long>(
            App.Connection, $"SELECT count(*) FROM users WHERE email = '{email}'"));
        App.Clock.Ahead += TimeSpan.FromMinutes(11);
        Assert.Equal(["email"], (await person.SignUpAsync(email)).Wrong);
    }

    /// <summary>Else it would be a way to guess passwords without a limit.</summary>
    [Fact]
    public async Task A_sign_up_that_guesses_a_fresh_password_is_counted_like_a_sign_in()
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var stranger = App.Visitor();
        for (var i = 0; i < 5; i++)
        {
            var taken = await stranger.SignUpAsync(person.Email, $"{i}-kettle-tulip-roof");
            Assert.Equal(["email"], taken.Wrong);
        }
        var limited = await stranger.SubmitAsync("/signin/", ("email", person.Email), ("password", Person.Password));
        Assert.Equal((HttpStatusCode)429, limited.Status);
    }

    [Fact]
    public async Task A_sign_in_leads_to_the_page_that_was_asked_for()
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var form = await person.GetAsync("/signin/?next=/pads/create/");
        var answers = await Task.WhenAll(Send(), Send());
        Assert.All(answers, a => Assert.Equal("/pads/create/", a.Location));

        Task<Answer> Send() => person.SubmitAsync(form, ("email", person.Email), ("password", Person.Password));
    }
}

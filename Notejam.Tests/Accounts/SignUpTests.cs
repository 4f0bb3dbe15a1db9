using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Accounts;

public sealed class SignUpTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task Success_makes_one_account_and_leads_to_sign_in()
    {
        var person = App.Visitor();
        var before = await CountAsync();
        var answer = await person.SignUpAsync(Person.NewEmail());
        Assert.Equal((HttpStatusCode.SeeOther, "/signin/"), (answer.Status, answer.Location));
        Assert.Equal("Account is created. Now you can sign in.", (await person.FollowAsync(answer)).Flash);
        Assert.Equal(before + 1, await CountAsync());
    }

    [Fact]
    public async Task Success_does_not_sign_in_but_the_new_credentials_do()
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        Assert.Equal("/signin/", (await person.GetAsync("/")).Location);
        await person.SignInAsync();
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Required_fields_are_named_and_nothing_is_made()
    {
        var before = await CountAsync();
        var answer = await App.Visitor().SubmitAsync("/signup/");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(["email", "password", "confirm_password"], answer.Wrong);
        Assert.Equal("Error: Sign up · Notejam", answer.Title);
        Assert.Equal(before, await CountAsync());
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("@example.org")]
    [InlineData("a b@example.org")]
    [InlineData("Somebody <somebody@example.org>")]
    [InlineData("line\nbreak@example.org ")]
    public async Task An_invalid_email_is_refused(string email)
    {
        var answer = await App.Visitor().SignUpAsync(email);
        Assert.Equal(["email"], answer.Wrong);
        Assert.Equal("Enter a valid email address, such as name@example.org", answer.Error("email"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("UPPER")]
    [InlineData(" trimmed ")]
    public async Task An_email_that_exists_is_refused(string variant)
    {
        var email = Person.NewEmail();
        await App.Visitor().SignUpAsync(email);
        var before = await CountAsync();
        var typed = variant switch { "UPPER" => email.ToUpperInvariant(), " trimmed " => $" {email} ", _ => email };
        var answer = await App.Visitor().SignUpAsync(typed, "another-kettle-roof");
        Assert.Equal(["email"], answer.Wrong);
        Assert.StartsWith("User with this email is already signed up", answer.Error("email"), StringComparison.Ordinal);
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task Passwords_that_do_not_match_are_refused()
    {
        var answer = await App.Visitor().SubmitAsync("/signup/",
            ("email", Person.NewEmail()),
            ("password", Person.Password),
            ("confirm_password", Person.Password + "x"));
        Assert.Equal(["confirm_password"], answer.Wrong);
        Assert.Equal("Your passwords do not match", answer.Error("confirm_password"));
    }

    [Fact]
    public async Task An_email_longer_than_75_characters_is_refused()
    {
        var longest = new string('a', 63) + "@example.org";
        Assert.Equal(75, longest.Length);
        Assert.Equal(["email"], (await App.Visitor().SignUpAsync("a" + longest)).Wrong);
        Assert.Equal(HttpStatusCode.SeeOther, (await App.Visitor().SignUpAsync(longest)).Status);
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public async Task A_password_has_8_to_128_characters(int length, bool accepted)
    {
        var password = string.Concat(Enumerable.Range(0, length).Select(i => (char)('!' + i * 37 % 90)));
        var answer = await App.Visitor().SignUpAsync(Person.NewEmail(), password);
        Assert.Equal(accepted ? [] : ["password"], answer.Wrong);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("12345678")]
    [InlineData("iloveyou")]
    [InlineData("notejam1")]
    [InlineData("guess.me.if.you.can@example.org")]
    public async Task A_password_that_is_easy_to_guess_is_refused(string password)
    {
        var answer = await App.Visitor().SignUpAsync("guess.me.if.you.can@example.org", password);
        Assert.Equal(["password"], answer.Wrong);
        Assert.StartsWith("This password is too easy to guess", answer.Error("password"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_stays_but_passwords_are_never_sent_back()
    {
        var answer = await App.Visitor().SubmitAsync("/signup/",
            ("email", "<b>kept"), ("password", "secret-one"), ("confirm_password", "secret-two"));
        Assert.Equal("<b>kept", answer.Document.GetElementById("email")!.GetAttribute("value"));
        Assert.DoesNotContain("<b>kept", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_at_the_same_time_make_one_account()
    {
        var email = Person.NewEmail();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(i => App.Visitor().SignUpAsync(email, $"{i}-kettle-tulip-roof")));
        Assert.Single(answers, a => a.Status == HttpStatusCode.SeeOther);
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.SeeOther), a => Assert.Equal(["email"], a.Wrong));
    }

    [Fact]
    public async Task Somebody_signed_in_is_sent_home()
    {
        var person = await App.PersonAsync();
        Assert.Equal("/", (await person.GetAsync("/signup/")).Location);
        Assert.Equal("/", (await person.GetAsync("/signin/")).Location);
    }

    Task<long> CountAsync() => Postgres.ScalarAsync<long>(App.Connection, "SELECT count(*) FROM users");
}

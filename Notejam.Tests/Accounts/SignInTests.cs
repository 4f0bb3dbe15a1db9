using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Accounts;

public sealed class SignInTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task Success_leads_home()
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var answer = await person.SignInAsync();
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (answer.Status, answer.Location));
        Assert.Contains(person.Email, (await person.FollowAsync(answer)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Required_fields_are_named()
    {
        var answer = await App.Visitor().SubmitAsync("/signin/");
        Assert.Equal(["email", "password"], answer.Wrong);
    }

    [Fact]
    public async Task An_invalid_email_is_refused()
    {
        var answer = await App.Visitor().SubmitAsync("/signin/", ("email", "nobody"), ("password", "x"));
        Assert.Equal(["email"], answer.Wrong);
    }

    [Fact]
    public async Task Wrong_credentials_say_only_that()
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var known = await person.SignInAsync("wrong-password");
        var unknown = await person.SubmitAsync(
            "/signin/", ("email", "unknown@example.org"), ("password", "wrong-password"));
        Assert.Equal("Wrong email or password", known.Error("email"));
        Assert.Equal((known.Status, known.Error("email")), (unknown.Status, unknown.Error("email")));
        Assert.Equal("/signin/", (await person.GetAsync("/")).Location);
    }

    [Theory]
    [InlineData("/pads/create/", "/pads/create/")]
    [InlineData("/?order=name", "/?order=name")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("~/pads/create/", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/ü\u2028", "/")]
    public async Task It_leads_to_the_page_that_was_asked_for_if_that_is_ours(string next, string expected)
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var form = "/signin/?next=" + Uri.EscapeDataString(next);
        var answer = await person.SubmitAsync(form, ("email", person.Email), ("password", Person.Password));
        Assert.Equal(expected, answer.Location);
    }

    [Fact]
    public async Task The_page_that_was_asked_for_survives_a_wrong_try()
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var wrong = await person.SubmitAsync(
            "/signin/?next=/pads/create/", ("email", person.Email), ("password", "wrong-password"));
        var right = await person.SubmitAsync(wrong, ("password", Person.Password));
        Assert.Equal("/pads/create/", right.Location);
    }

    [Fact]
    public async Task Four_wrong_tries_and_a_right_one_begin_anew()
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++) await person.SignInAsync("wrong-password");
            Assert.Equal(HttpStatusCode.SeeOther, (await person.SignInAsync()).Status);
            await person.SignOutAsync();
        }
    }
}

using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Http;

/// <summary>The door's forms in a second tab, after the first has signed in or out.</summary>
public sealed class StaleFormTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Theory]
    [InlineData("/signin/?next=/pads/create/", "/pads/create/")]
    [InlineData("/signin/?next=//evil.example/", "/")]
    [InlineData("/signup/", "/")]
    public async Task Signed_in_meanwhile_it_leads_where_it_would_have_led(string page, string next)
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var second = await person.GetAsync(page);
        await person.SignInAsync();
        var answer = await person.SubmitAsync(second,
            ("email", person.Email), ("password", Person.Password), ("confirm_password", Person.Password));
        Assert.Equal((HttpStatusCode.SeeOther, next), (answer.Status, answer.Location));
        Assert.Null((await person.GetAsync("/")).Flash);
    }

    [Theory]
    [InlineData("/signin/")]
    [InlineData("/signup/")]
    public async Task Whoever_named_another_account_is_told_whose_this_is(string page)
    {
        var person = App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var second = await person.GetAsync(page);
        await person.SignInAsync();
        var answer = await person.SubmitAsync(second,
            ("email", Person.NewEmail()), ("password", Person.Password), ("confirm_password", Person.Password));
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        var told = $"You are signed in as {person.Email}. To use another account, sign out first.";
        Assert.Equal(told, (await person.FollowAsync(answer)).Flash);
    }

    [Theory]
    [InlineData("/signin/?next=/pads/create/")]
    [InlineData("/signup/")]
    [InlineData("/forgot-password/")]
    public async Task With_a_token_that_no_longer_fits_the_form_comes_back_with_the_address_and_a_quiet_line(
        string page)
    {
        var visitor = App.Visitor();
        var form = await visitor.GetAsync(page);
        foreach (Cookie cookie in visitor.Cookies.GetAllCookies()) cookie.Expired = true;
        var answer = await visitor.SubmitAsync(form, ("email", "mira@example.org"), ("password", "secret-word"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("mira@example.org", answer.Document.GetElementById("email")!.GetAttribute("value"));
        Assert.Equal("This form was open for too long. Send it once more.", answer.Flash);
        Assert.DoesNotContain("secret-word", answer.Body, StringComparison.Ordinal);
        Assert.Equal(Next(form), Next(answer));
        // And the token that came with it fits.
        Assert.NotEqual(HttpStatusCode.BadRequest, (await visitor.SubmitAsync(answer)).Status);

        static string? Next(Answer page) => page.Document.QuerySelector("[name=next]")?.GetAttribute("value");
    }

    [Fact]
    public async Task A_sign_out_form_after_somebody_else_signed_in_says_who_and_asks_again()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var form = await person.GetAsync("/signout/");
        var answer = await other.SubmitAsync(form);
        Assert.Equal((HttpStatusCode.BadRequest, "Sign out"), (answer.Status, answer.Heading));
        Assert.Equal($"{other.Email} is signed in now.", answer.Flash);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/")).Status);
        Assert.Equal("/signin/", (await other.SubmitAsync(answer)).Location);
        Assert.Equal("/signin/", (await other.GetAsync("/")).Location);
    }
}

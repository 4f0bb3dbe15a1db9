using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Accounts;

public sealed class SettingsTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    const string New = "another-kettle-roof";

    NotejamApp App => fixture.App;

    [Fact]
    public async Task Success_really_changes_the_password_and_leads_home()
    {
        var person = await App.PersonAsync();
        var answer = await ChangeAsync(person, Person.Password, New, New);
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (answer.Status, answer.Location));
        Assert.Equal("Your password is successfully changed.", (await person.FollowAsync(answer)).Flash);
        await person.SignOutAsync();
        Assert.Equal("Wrong email or password", (await person.SignInAsync()).Error("email"));
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SignInAsync(New)).Status);
    }

    [Fact]
    public async Task It_ends_every_other_session_and_every_copy_of_this_one()
    {
        var person = await App.PersonAsync();
        var elsewhere = App.Visitor();
        await elsewhere.SubmitAsync("/signin/", ("email", person.Email), ("password", Person.Password));
        var stolen = person.Copy();

        await ChangeAsync(person, Person.Password, New, New);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/")).Status);
        Assert.Equal("/signin/", (await elsewhere.GetAsync("/")).Location);
        Assert.Equal("/signin/", (await stolen.GetAsync("/")).Location);
    }

    [Fact]
    public async Task Required_fields_are_named()
    {
        var person = await App.PersonAsync();
        var answer = await ChangeAsync(person, "", "", "");
        Assert.Equal(["current_password", "new_password", "confirm_password"], answer.Wrong);
    }

    [Fact]
    public async Task A_wrong_current_password_changes_nothing()
    {
        var person = await App.PersonAsync();
        var answer = await ChangeAsync(person, "wrong-password", New, New);
        Assert.Equal(["current_password"], answer.Wrong);
        Assert.Equal("Incorrect current password", answer.Error("current_password"));
        var visitor = App.Visitor();
        var old = await visitor.SubmitAsync("/signin/", ("email", person.Email), ("password", Person.Password));
        Assert.Equal(HttpStatusCode.SeeOther, old.Status);
    }

    [Fact]
    public async Task New_passwords_that_do_not_match_are_refused()
    {
        var person = await App.PersonAsync();
        Assert.Equal(["confirm_password"], (await ChangeAsync(person, Person.Password, New, New + "x")).Wrong);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("password1")]
    public async Task A_weak_new_password_is_refused(string weak)
    {
        var person = await App.PersonAsync();
        Assert.Equal(["new_password"], (await ChangeAsync(person, Person.Password, weak, weak)).Wrong);
    }

    static Task<Answer> ChangeAsync(Person person, string current, string fresh, string confirm) => person.SubmitAsync(
        "/settings/", ("current_password", current), ("new_password", fresh), ("confirm_password", confirm));
}

using Notejam.Tests.Hosting;

namespace Notejam.Tests.Http;

public sealed class FlashTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_message_is_shown_once_after_the_redirect()
    {
        var person = await fixture.App.PersonAsync();
        var saved = await person.SubmitAsync("/pads/create/", ("name", "Kitchen"));
        Assert.Equal("Pad is successfully created", (await person.FollowAsync(saved)).Flash);
        Assert.Null((await person.FollowAsync(saved)).Flash);
    }

    [Fact]
    public async Task Files_and_redirects_on_the_way_do_not_take_it()
    {
        var person = fixture.App.Visitor();
        var signedUp = await person.SignUpAsync(Person.NewEmail());
        await person.GetAsync("/notejam.css");
        Assert.Equal("/signin/", (await person.GetAsync("/")).Location);
        Assert.NotNull((await person.FollowAsync(signedUp)).Flash);
    }

    [Fact]
    public async Task A_forged_message_is_not_shown()
    {
        var person = await fixture.App.PersonAsync();
        person.Cookies.Add(fixture.App.Address, new System.Net.Cookie("notejam-flash", "Your%20account%20is%20closed"));
        Assert.Null((await person.GetAsync("/")).Flash);
    }
}

using Notejam.Tests.Hosting;

namespace Notejam.Tests.Browser;

/// <summary>
/// Pages are kept for Back, so that forms keep what was typed; after signing out nobody may read them.
/// </summary>
public sealed class SignedOutBackTests(AppFixture fixture, Chromium chromium, Firefox firefox)
    : IClassFixture<AppFixture>
{
    const string Secret = "The key is under the third pot.";
    const string Heading = "document.querySelector('h1')?.textContent";
    const string All = "document.documentElement.outerHTML";

    [Theory]
    [InlineData("Chromium", true), InlineData("Chromium", false)]
    [InlineData("Firefox", true), InlineData("Firefox", false)]
    public async Task Signed_out_Back_shows_nothing_of_a_note(string browser, bool javaScript)
    {
        var person = await fixture.App.PersonAsync();
        var note = await person.NoteAsync("Keys", Secret);
        await using var tab = await OpenAsync(browser, javaScript);
        await tab.BecomeAsync(person);
        foreach (var path in new[] { "/", $"/notes/{note}/", $"/notes/{note}/edit/" }) await tab.GoAsync(path);
        Assert.Contains(Secret, await tab.ReadAsync("document.body.textContent"), StringComparison.Ordinal);
        await tab.PressAsync("#account button");
        Assert.Equal("Sign in", await tab.HeadingAsync());
        for (var back = 0; back < 3; back++)
        {
            await tab.BackAsync();
            await Until.TrueAsync(async () => await tab.ReadAsync(Heading) == "Sign in");
            Assert.DoesNotContain(Secret, await tab.ReadAsync(All), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Chromium"), InlineData("Firefox")]
    public async Task Where_the_browser_keeps_its_cache_the_page_itself_sees_that_its_reader_has_gone(string browser)
    {
        var person = await fixture.App.PersonAsync();
        var note = await person.NoteAsync("Keys", Secret);
        await using var tab = await OpenAsync(browser, javaScript: true);
        await tab.BecomeAsync(person);
        await tab.GoAsync($"/notes/{note}/");
        await tab.GoAsync("/notes/create/");
        // What signing out does, but for the order to clear the cache, which plain http on another host does not get.
        await tab.ReadAsync(
            "document.cookie.split('; ')"
            + ".forEach(c => document.cookie = c.split('=')[0] + '=; Path=/; Max-Age=0')");
        await person.SignOutAsync();
        await tab.BackAsync();
        await Until.TrueAsync(async () => await tab.ReadAsync(Heading) == "Sign in");
        Assert.DoesNotContain(Secret, await tab.ReadAsync(All), StringComparison.Ordinal);
    }

    Task<Tab> OpenAsync(string browser, bool javaScript) =>
        Tab.OpenAsync(browser, chromium, firefox, fixture.App.Address, javaScript);
}

using Microsoft.Playwright;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Browser;

/// <summary>Where the keys go when something new is written.</summary>
public sealed class WritingTests(AppFixture fixture, Chromium chromium, Firefox firefox) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Theory]
    [InlineData("Chromium", true), InlineData("Chromium", false)]
    [InlineData("Firefox", true), InlineData("Firefox", false)]
    public async Task Something_new_begins_with_its_name(string browser, bool javaScript)
    {
        await using var tab = await Tab.OpenAsync(browser, chromium, firefox, App.Address, javaScript);
        var person = await App.PersonAsync();
        await tab.BecomeAsync(person);
        foreach (var path in new[] { "/notes/create/", "/pads/create/" })
        {
            await tab.GoAsync(path);
            await Until.TrueAsync(async () => await tab.ReadAsync("document.activeElement.id") == "name");
        }
        // What is there already is read first.
        await tab.GoAsync($"/notes/{await person.NoteAsync("A note")}/edit/");
        Assert.Equal("", await tab.ReadAsync("document.activeElement.id"));
    }

    [Theory]
    [InlineData(true, "One", "Two")]
    [InlineData(false, "One Two", "Three")]
    public async Task Enter_in_the_name_never_breaks_it(bool javaScript, string name, string text)
    {
        var person = await App.PersonAsync();
        await using var context = await chromium.NewAsync(App.Address, 390, javaScript: javaScript);
        await Chromium.BecomeAsync(context, person);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/notes/create/");
        await Assertions.Expect(page.Locator("#name")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("One\nTwo");
        if (!javaScript) await page.FillAsync("#text", text);
        await page.ClickAsync(".save button");
        await page.WaitForURLAsync(new Uri(App.Address, "/").ToString());
        var home = await person.GetAsync("/");
        Assert.Equal([name], home.Notes);
        Assert.Equal(text, home.Document.QuerySelector(".notes .name p")!.TextContent);
    }
}

using Notejam.Tests.Hosting;

namespace Notejam.Tests.Browser;

/// <summary>What a browser does with what was typed, before the server sees any of it.</summary>
public sealed class TypedTextTests(AppFixture fixture, Chromium chromium, Firefox firefox) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Theory]
    [InlineData("Chromium", true), InlineData("Chromium", false)]
    [InlineData("Firefox", true), InlineData("Firefox", false)]
    public async Task A_paste_that_is_too_long_is_never_cut(string browser, bool javaScript)
    {
        await using var tab = await OpenAsync(browser, javaScript);
        await tab.BecomeAsync(await App.PersonAsync());
        var (name, text) = (new string('n', 130), new string('t', 100_000) + "!");
        await tab.GoAsync("/notes/create/");
        await tab.FillAsync("#name", name);
        await tab.FillAsync("#text", text);
        await tab.PressAsync(".save button");
        Assert.Equal("Use at most 100 characters for the name", await tab.TextAsync("#name-error"));
        Assert.Equal("Use at most 100,000 characters for the text", await tab.TextAsync("#text-error"));
        Assert.Equal(name, await tab.ValueAsync("#name"));
        Assert.Equal(text, await tab.ValueAsync("#text"));

        await tab.GoAsync("/pads/create/");
        await tab.FillAsync("#name", name);
        await tab.PressAsync("main button");
        Assert.Equal("Use at most 100 characters for the name", await tab.TextAsync("#name-error"));
        Assert.Equal(name, await tab.ValueAsync("#name"));
    }

    [Theory]
    [InlineData("Chromium"), InlineData("Firefox")]
    public async Task An_address_that_is_too_long_is_never_cut(string browser)
    {
        await using var tab = await OpenAsync(browser, javaScript: true);
        var address = new string('a', 70) + "@example.org";
        await tab.GoAsync("/signup/");
        await tab.FillAsync("#email", address);
        await tab.PressAsync("main button");
        Assert.Equal("Use an email address of at most 75 characters", await tab.TextAsync("#email-error"));
        Assert.Equal(address, await tab.ValueAsync("#email"));
    }

    Task<Tab> OpenAsync(string browser, bool javaScript) =>
        Tab.OpenAsync(browser, chromium, firefox, App.Address, javaScript);
}

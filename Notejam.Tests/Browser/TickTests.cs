using Microsoft.Playwright;
using Notejam.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Notejam.Tests.Browser;

/// <summary>Tasks are ticked on the page of their note, with JavaScript and without.</summary>
public sealed class TickTests(AppFixture fixture, Chromium chromium, Firefox firefox) : IClassFixture<AppFixture>
{
    const string Text = "- [ ] Ask\n- [ ] Book\n- [x] Go";

    [Fact]
    public async Task In_place_also_several_at_once()
    {
        var (person, note) = await BeginAsync();
        var page = await OpenAsync(person, note);
        await using var context = page.Context;
        await page.EvaluateAsync("document.documentElement.dataset.same = 'page'");
        await page.EvaluateAsync("document.querySelectorAll('[form=tasks]').forEach(box => box.click())");
        await Until.TrueAsync(async () => await person.TypedAsync(note) == "- [x] Ask\n- [x] Book\n- [ ] Go");
        await Expect(page.Locator("[form=tasks][value='3']")).ToHaveAttributeAsync("name", "done");
        Assert.Equal("page", await page.Locator("html").GetAttributeAsync("data-same"));
    }

    /// <summary>The second was pressed when nobody knew yet that the first would be refused.</summary>
    [Fact]
    public async Task In_a_text_that_has_changed_elsewhere_nothing_is_ticked_also_by_the_next_click()
    {
        var (person, note) = await BeginAsync();
        var page = await OpenAsync(person, note);
        await using var context = page.Context;
        await person.SubmitAsync($"/notes/{note}/edit/", ("text", $"- [ ] New\n{Text}"));
        await page.EvaluateAsync("document.querySelectorAll('[form=tasks]').forEach(box => box.click())");
        await Expect(page.Locator(".flash")).ToContainTextAsync("Nothing was ticked");
        await Expect(page.Locator("[form=tasks]")).ToHaveCountAsync(4);
        Assert.Equal($"- [ ] New\n{Text}", await person.TypedAsync(note));
        await page.ClickAsync("[form=tasks][value='1']");
        await Until.TrueAsync(async () => await person.TypedAsync(note) == $"- [x] New\n{Text}");
    }

    [Fact]
    public async Task Without_a_connection_it_says_so_and_stays()
    {
        var (person, note) = await BeginAsync();
        var page = await OpenAsync(person, note);
        await using var context = page.Context;
        await context.SetOfflineAsync(true);
        await page.ClickAsync("[form=tasks][value='1']");
        await Expect(page.Locator("[role=alert]")).ToHaveTextAsync("Not ticked: Notejam cannot be reached.");
        await Expect(page.Locator("[form=tasks][value='1']")).ToHaveAttributeAsync("aria-checked", "false");
        await context.SetOfflineAsync(false);
        await page.ClickAsync("[form=tasks][value='1']");
        await Until.TrueAsync(async () => await person.TypedAsync(note) == "- [x] Ask\n- [ ] Book\n- [x] Go");
    }

    [Fact]
    public async Task A_double_click_ticks()
    {
        var (person, note) = await BeginAsync();
        var page = await OpenAsync(person, note);
        await using var context = page.Context;
        await page.Locator("[form=tasks][value='1']").DblClickAsync(new() { Delay = 60 });
        await page.ClickAsync("[form=tasks][value='2']");
        await Until.TrueAsync(async () => await person.TypedAsync(note) == "- [x] Ask\n- [x] Book\n- [x] Go");
    }

    [Fact]
    public async Task After_the_session_has_ended_sign_in_is_asked_for()
    {
        var (person, note) = await BeginAsync();
        var page = await OpenAsync(person, note);
        await using var context = page.Context;
        await person.SignOutAsync();
        await page.ClickAsync("[form=tasks][value='1']");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in to go on.");
    }

    [Theory]
    [InlineData("Chromium"), InlineData("Firefox")]
    public async Task Without_JavaScript(string browser)
    {
        var (person, note) = await BeginAsync();
        await using var tab = await Tab.OpenAsync(browser, chromium, firefox, fixture.App.Address, javaScript: false);
        await tab.BecomeAsync(person);
        await tab.GoAsync($"/notes/{note}/");
        await tab.PressAsync("[form=tasks][value='2']");
        Assert.Equal("true", await tab.ReadAsync("document.querySelector(\"[value='2']\").ariaChecked"));
        Assert.Equal("- [ ] Ask\n- [x] Book\n- [x] Go", await person.TypedAsync(note));
    }

    Task<IPage> OpenAsync(Person person, string note) =>
        chromium.PageAsync(fixture.App.Address, 390, person, $"/notes/{note}/");

    async Task<(Person, string)> BeginAsync()
    {
        var person = await fixture.App.PersonAsync();
        return (person, await person.NoteAsync("Offsite", Text));
    }
}

using Microsoft.Playwright;
using Notejam.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Notejam.Tests.Browser;

/// <summary>Tags and links to notes are offered while they are typed.</summary>
public sealed class CompletionTests(AppFixture fixture, Chromium chromium, Firefox firefox) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task By_the_keyboard()
    {
        var page = await WritingAsync();
        await using var context = page.Context;
        var offers = page.Locator("[data-complete] button");
        await page.ClickAsync("#text");
        await page.Keyboard.TypeAsync("See [[row");
        await Expect(offers).ToHaveTextAsync(["Rowan [jelly]"]);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(offers).ToHaveCountAsync(0);
        await page.Keyboard.TypeAsync(" now");
        await Expect(page.Locator("#text")).ToHaveValueAsync(@"See [[Rowan \[jelly\]]] now");
        await page.ClickAsync("#tags");
        await page.Keyboard.TypeAsync("#draft ki");
        await Expect(offers).ToHaveTextAsync(["#kitchen"]);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#tags")).ToHaveValueAsync("#draft #kitchen ");
    }

    [Fact]
    public async Task By_a_finger_in_the_middle_of_a_text_and_undone()
    {
        var page = await WritingAsync(390);
        await using var context = page.Context;
        await page.FillAsync("#text", "See , then go.");
        await page.EvaluateAsync("document.querySelector('#text').setSelectionRange(4, 4)");
        await page.Keyboard.TypeAsync("[[jel");
        await page.Locator("[data-complete] button").TapAsync();
        await Expect(page.Locator("#text")).ToHaveValueAsync(@"See [[Rowan \[jelly\]]], then go.");
        await page.Keyboard.PressAsync("Control+z");
        await Expect(page.Locator("#text")).ToHaveValueAsync("See [[jel, then go.");
    }

    [Fact]
    public async Task What_is_typed_among_the_offers_is_typed_into_the_field()
    {
        var page = await WritingAsync();
        await using var context = page.Context;
        var offers = page.Locator("[data-complete] button");
        await page.ClickAsync("#text");
        await page.Keyboard.TypeAsync("[[row");
        await Expect(offers).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.TypeAsync("n/");
        await Expect(page.Locator("#text")).ToHaveValueAsync("[[rown/");
        await Expect(page.Locator("#text")).ToBeFocusedAsync();
        await Expect(offers).ToHaveCountAsync(0);
        await page.FillAsync("#text", "[[row");
        await Expect(offers).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");
        await Expect(offers).ToHaveCountAsync(0);
        await Expect(page.Locator("#text")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_link_that_is_there_already_is_replaced_whole()
    {
        var page = await WritingAsync();
        await using var context = page.Context;
        await page.FillAsync("#text", "if [[ -f x; see [[je]] now");
        await page.EvaluateAsync("document.querySelector('#text').setSelectionRange(20, 20)");
        await page.Keyboard.TypeAsync("l");
        await page.ClickAsync("[data-complete] button");
        await Expect(page.Locator("#text")).ToHaveValueAsync(@"if [[ -f x; see [[Rowan \[jelly\]]] now");
    }

    [Fact]
    public async Task Without_the_server_nothing_is_offered_and_typing_goes_on()
    {
        var page = await WritingAsync();
        await using var context = page.Context;
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        await page.RouteAsync("**/complete/**", route => route.AbortAsync());
        var asked = page.WaitForRequestAsync("**/complete/**");
        await page.ClickAsync("#text");
        await page.Keyboard.TypeAsync("[[row");
        await asked;
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.TypeAsync("an]]");
        await Expect(page.Locator("#text")).ToHaveValueAsync("[[rowan]]");
        await Expect(page.Locator("[data-complete]")).ToBeHiddenAsync();
        Assert.Empty(errors);
    }

    [Fact]
    public async Task In_Firefox()
    {
        var person = await PersonAsync();
        await using var tab = await firefox.TabAsync(App.Address);
        await tab.BecomeAsync(person);
        await tab.GoAsync("/notes/create/");
        await tab.FillAsync("#tags", "#kit");
        await Until.TrueAsync(async () => await tab.TextAsync("[data-complete]") == "#kitchen");
        await tab.ReadAsync("document.querySelector('[data-complete] button').click()");
        Assert.Equal("#kitchen ", await tab.ValueAsync("#tags"));
    }

    async Task<Person> PersonAsync()
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("Rowan [jelly]", tags: "kitchen");
        return person;
    }

    async Task<IPage> WritingAsync(int width = 1280) =>
        await chromium.PageAsync(App.Address, width, await PersonAsync(), "/notes/create/");
}

using Microsoft.Playwright;
using Notejam.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Notejam.Tests.Browser;

/// <summary>Every key of the sheet, in a list, on a note, and in a form, where single ones are typed.</summary>
public sealed class ShortcutTests(AppFixture fixture, Chromium chromium) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task The_sheet_lists_the_keys_that_are_pressed_here()
    {
        var sheet = await (await App.PersonAsync()).GetAsync("/shortcuts/");
        var keys = sheet.Document.QuerySelectorAll("main dd")
            .Select(keys => string.Join(' ', keys.QuerySelectorAll("kbd").Select(key => key.TextContent)));
        Assert.Equal(["/", "n", "g h", "?", "j", "k", "Enter", "x", "Esc", "e", "p", "Ctrl Enter", "Esc"], keys);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/notes/{note}/")]
    [InlineData("/search/?q=jelly")]
    public async Task They_lead_everywhere(string path)
    {
        await using var page = await OpenAsync(path);
        await page.PressAsync("/");
        await Expect(page.Page.Locator("#find")).ToBeFocusedAsync();
        await page.PressAsync("Escape");
        await Expect(page.Page.Locator("#find")).Not.ToBeFocusedAsync();
        await page.PressAsync("?");
        await page.IsAtAsync("/shortcuts/");
        await page.PressAsync("n");
        await page.IsAtAsync("/notes/create/?at=text");
        await page.Page.GotoAsync("/shortcuts/");
        await page.PressAsync("g");
        await page.PressAsync("h");
        await page.IsAtAsync("/");
    }

    [Fact]
    public async Task In_a_list_they_walk_open_and_select()
    {
        await using var page = await OpenAsync("/?order=name");
        await page.PressAsync("j");
        await page.PressAsync("j");
        await Expect(page.Page.Locator(":focus")).ToHaveTextAsync("Quince jelly");
        foreach (var key in new[] { "k", "k" }) await page.PressAsync(key);
        await Expect(page.Page.Locator(":focus")).ToHaveTextAsync("Apple jelly");
        await page.PressAsync("x");
        await page.IsAtAsync("/?order=name&select={note}");
        var ticked = page.Page.Locator("tr:has(:checked) .name label");
        await Expect(ticked).ToHaveTextAsync("Apple jelly");
        await page.PressAsync("j");
        await page.PressAsync("x");
        await Expect(ticked).ToHaveTextAsync(["Apple jelly", "Quince jelly"]);
        await page.PressAsync("Escape");
        await page.IsAtAsync("/?order=name");
        await page.PressAsync("x");
        await page.IsAtAsync("/?order=name&select");
        await page.Page.GotoAsync("/?order=name");
        await page.PressAsync("j");
        await page.PressAsync("Enter");
        await Expect(page.Page.Locator("h1")).ToHaveTextAsync("Apple jelly");
    }

    [Fact]
    public async Task On_a_note_p_pins_and_unpins_it_and_e_edits_it()
    {
        await using var page = await OpenAsync("/notes/{note}/");
        foreach (var said in new[] { "Pinned.", "Unpinned." })
        {
            await page.PressAsync("p");
            await Expect(page.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync(said);
            await page.Page.WaitForLoadStateAsync();
        }
        await page.PressAsync("e");
        await page.IsAtAsync("/notes/{note}/edit/");
    }

    [Fact]
    public async Task In_a_form_single_keys_are_typed()
    {
        const string All = "/ngh?jkxep";
        await using var page = await OpenAsync("/notes/{note}/edit/");
        foreach (var field in new[] { "#name", "#text", "#find" })
        {
            await page.Page.FillAsync(field, "");
            foreach (var key in All) await page.PressAsync($"{key}");
            await Expect(page.Page.Locator(field)).ToHaveValueAsync(All);
        }
        await page.Page.FillAsync("#find", "");
        await page.Page.FocusAsync("#text");
        await page.PressAsync("Escape");
        await Expect(page.Page.Locator("#text")).Not.ToBeFocusedAsync();
        await page.Page.FocusAsync("#text");
        await page.PressAsync("Control+Enter");
        await page.IsAtAsync("/");
        Assert.Equal(All, await page.Person.TypedAsync(page.Note));
    }

    /// <summary>Those of the browser are not taken from it.</summary>
    [Fact]
    public async Task With_Alt_or_Ctrl_they_are_the_browsers()
    {
        await using var page = await OpenAsync("/notes/{note}/");
        const string taken = "!document.querySelector('h1').dispatchEvent(new KeyboardEvent('keydown', "
            + "{ key: 'e', bubbles: true, cancelable: true, MODIFIER: true }))";
        foreach (var modifier in new[] { "altKey", "ctrlKey", "metaKey" })
        {
            var script = taken.Replace("MODIFIER", modifier, StringComparison.Ordinal);
            Assert.False(await page.Page.EvaluateAsync<bool>(script));
        }
        // The control: without one it is taken.
        var shifted = taken.Replace("MODIFIER", "shiftKey", StringComparison.Ordinal);
        Assert.True(await page.Page.EvaluateAsync<bool>(shifted));
    }

    [Fact]
    public async Task The_settings_turn_single_keys_off_on_this_device()
    {
        await using var page = await OpenAsync("/settings/");
        await page.Page.UncheckAsync("[data-single-keys]");
        await Expect(page.Page.Locator(".find kbd")).ToBeHiddenAsync();
        await page.Page.GotoAsync(page.Path("/notes/{note}/"));
        foreach (var key in new[] { "e", "n", "?" }) await page.PressAsync(key);
        await page.IsAtAsync("/notes/{note}/");
        await page.Page.GotoAsync("/settings/");
        await Expect(page.Page.Locator("[data-single-keys]")).Not.ToBeCheckedAsync();
        await page.Page.CheckAsync("[data-single-keys]");
        await page.Page.GotoAsync(page.Path("/notes/{note}/"));
        await page.PressAsync("e");
        await page.IsAtAsync("/notes/{note}/edit/");
    }

    async Task<Opened> OpenAsync(string path)
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("Quince jelly");
        await person.NoteAsync("Rowan jelly");
        var note = await person.NoteAsync("Apple jelly");
        var opened = path.Replace("{note}", note, StringComparison.Ordinal);
        return new Opened(await chromium.PageAsync(App.Address, 1280, person, opened), person, note);
    }

    sealed record Opened(IPage Page, Person Person, string Note) : IAsyncDisposable
    {
        public string Path(string path) => path.Replace("{note}", Note, StringComparison.Ordinal);

        public Task PressAsync(string key) => Page.Keyboard.PressAsync(key);

        /// <summary>And with its scripts: a key that is pressed before does nothing.</summary>
        public async Task IsAtAsync(string path)
        {
            await Expect(Page).ToHaveURLAsync(new Uri(new Uri(Page.Url), Path(path)).ToString());
            await Page.WaitForLoadStateAsync();
        }

        public ValueTask DisposeAsync() => Page.Context.DisposeAsync();
    }
}

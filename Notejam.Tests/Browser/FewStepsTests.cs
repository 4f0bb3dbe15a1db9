using Microsoft.Playwright;
using Notejam.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Notejam.Tests.Browser;

/// <summary>What people do most, in as few keys and clicks as we promise.</summary>
public sealed class FewStepsTests(AppFixture fixture, Chromium chromium) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Theory]
    [InlineData("/"), InlineData("/notes/{note}/"), InlineData("/search/?q=jelly"), InlineData("/trash/")]
    public async Task A_thought_is_written_down_by_one_key_and_the_text(string from)
    {
        var (person, note) = await BeginAsync();
        await using var page = await OpenAsync(person, from, note);
        await page.PressAsync("n");
        await Expect(page.Page.Locator("#text")).ToBeFocusedAsync();
        await page.Page.Keyboard.TypeAsync("A thought");
        await page.PressAsync("Control+Enter");
        await Expect(page.Page.Locator("h1")).ToContainTextAsync("All notes");
        Assert.Equal(2, page.Steps);
        Assert.Contains("A thought", (await person.GetAsync("/")).Notes);
    }

    [Fact]
    public async Task One_of_500_is_found_by_a_key_a_word_and_Enter_twice()
    {
        var (person, note) = await BeginAsync();
        await Seed.NotesAsync(App.Connection, 499, person.Email);
        await using var page = await OpenAsync(person, "/", note);
        await page.PressAsync("/");
        await page.Page.Keyboard.TypeAsync("rowan");
        await page.PressAsync("Enter");
        await Expect(page.Page.Locator(".hits a:focus")).ToHaveTextAsync("Jelly");
        await page.PressAsync("Enter");
        await Expect(page.Page.Locator("h1")).ToHaveTextAsync("Jelly");
        Assert.Equal(3, page.Steps);
    }

    [Fact]
    public async Task A_note_moves_by_two_clicks()
    {
        var (person, note) = await BeginAsync();
        await person.PadAsync("Kitchen");
        await using var page = await OpenAsync(person, "/notes/{note}/", note);
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Link, new() { Name = "Move" }));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Kitchen" }));
        await Expect(page.Page.Locator(".flash:visible")).ToContainTextAsync("Moved 1 note to Kitchen.");
        Assert.Equal(2, page.Steps);
    }

    [Fact]
    public async Task A_typo_is_mended_by_edit_a_key_and_save()
    {
        var (person, note) = await BeginAsync();
        await using var page = await OpenAsync(person, "/notes/{note}/", note);
        await page.PressAsync("e");
        await page.ClickAsync(page.Page.Locator("#text"));
        await page.Page.Keyboard.TypeAsync("s");
        await page.PressAsync("Control+Enter");
        await Expect(page.Page.Locator(".flash:visible")).ToContainTextAsync("Note is successfully updated");
        Assert.Equal(3, page.Steps);
    }

    [Fact]
    public async Task A_deletion_is_undone_by_one_click()
    {
        var (person, note) = await BeginAsync();
        await using var page = await OpenAsync(person, "/notes/{note}/", note);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(page.Page.Locator("h1")).ToContainTextAsync("All notes");
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }));
        await Expect(page.Page.Locator(".flash:visible")).ToContainTextAsync("Restored.");
        Assert.Equal(1, page.Steps);
        Assert.Equal(["Jelly"], (await person.GetAsync("/")).Notes);
    }

    async Task<(Person Person, string Note)> BeginAsync()
    {
        var person = await App.PersonAsync();
        return (person, await person.NoteAsync("Jelly", "Rowan"));
    }

    async Task<Counted> OpenAsync(Person person, string path, string note)
    {
        path = path.Replace("{note}", note, StringComparison.Ordinal);
        return new(await chromium.PageAsync(App.Address, 1280, person, path));
    }

    sealed class Counted(IPage page) : IAsyncDisposable
    {
        public IPage Page => page;

        /// <summary>Keys and clicks, without what is written.</summary>
        public int Steps { get; private set; }

        public Task PressAsync(string key)
        {
            Steps++;
            return page.Keyboard.PressAsync(key);
        }

        public Task ClickAsync(ILocator element)
        {
            Steps++;
            return element.ClickAsync();
        }

        public ValueTask DisposeAsync() => page.Context.DisposeAsync();
    }
}

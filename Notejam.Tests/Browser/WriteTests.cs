using Microsoft.Playwright;
using Notejam.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Notejam.Tests.Browser;

/// <summary>What keys do in the text of a note: "¦" is where the caret is, or both ends of what is chosen.</summary>
public sealed class WriteTests(AppFixture fixture, Chromium chromium, Firefox firefox) : IClassFixture<AppFixture>
{
    /// <summary>Key, text before it, text after it.</summary>
    static readonly (string Key, string Before, string After)[] Pressed =
    [
        ("Enter", "- a¦", "- a\n- ¦"),
        ("Enter", "- a¦ b", "- a\n- ¦ b"),
        ("Enter", "  * a¦", "  * a\n  * ¦"),
        ("Enter", "9. a¦", "9. a\n10. ¦"),
        ("Enter", "1) a¦", "1) a\n2) ¦"),
        ("Enter", "- [x] a¦", "- [x] a\n- [ ] ¦"),
        ("Enter", "> - a¦", "> - a\n> - ¦"),
        ("Enter", "- a¦bc¦d", "- a\n- ¦d"),
        ("Enter", "- a\n- ¦", "- a\n¦"),
        ("Enter", "- [ ] ¦", "¦"),
        ("Enter", "¦- a", "\n¦- a"),
        ("Enter", "a¦", "a\n¦"),
        ("Enter", "-a¦", "-a\n¦"),
        ("Shift+Enter", "- a¦", "- a\n¦"),
        ("Tab", "- a\n- b¦", "- a\n  - b¦"),
        ("Tab", "1. a\n2. ¦b", "1. a\n   2. ¦b"),
        ("Tab", "- a\n  - b¦", "left"),
        ("Tab", "- a¦", "left"),
        ("Tab", "a¦", "left"),
        ("Tab", "> - a\n> - b¦", "left"),
        ("Shift+Tab", "- a\n  - b\n    - c¦", "- a\n  - b\n  - c¦"),
        ("Shift+Tab", "- a\n  - b¦", "- a\n- b¦"),
        ("Shift+Tab", "- a¦", "left"),
    ];

    static readonly (string Before, string Pasted, string After)[] Pasted =
    [
        ("see ¦this¦ page", "https://example.org/x", "see [this](https://example.org/x)¦ page"),
        ("see ¦this¦ page", "two words", "see two words¦ page"),
        ("see ¦", "https://example.org/x", "see https://example.org/x¦"),
        ("¦https://example.com¦", "https://example.org/x", "https://example.org/x¦"),
    ];

    const string Put = """
        shown => {
          const text = document.querySelector('#text')
          const [start, end] = [shown.indexOf('¦'), shown.lastIndexOf('¦')]
          text.focus()
          text.value = shown.replaceAll('¦', '')
          text.setSelectionRange(start, start === end ? end : end - 1)
        }
        """;

    const string Read = """
        () => {
          const { value, selectionStart } = document.querySelector('#text')
          return document.activeElement.id === 'text'
            ? value.slice(0, selectionStart) + '¦' + value.slice(selectionStart) : 'left'
        }
        """;

    [Fact]
    public async Task Keys()
    {
        var page = await OpenAsync();
        await using var context = page.Context;
        foreach (var (key, before, after) in Pressed)
        {
            await page.EvaluateAsync(Put, before);
            await page.Keyboard.PressAsync(key);
            Assert.Equal((key, before, after), (key, before, await page.EvaluateAsync<string>(Read)));
        }
    }

    [Fact]
    public async Task Undo_takes_it_back()
    {
        var page = await OpenAsync();
        await using var context = page.Context;
        await page.FillAsync("#text", "");
        await page.Keyboard.TypeAsync("- a");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("- a\n- ¦", await page.EvaluateAsync<string>(Read));
        await page.Keyboard.PressAsync("Control+z");
        Assert.Equal("- a¦", await page.EvaluateAsync<string>(Read));
    }

    [Fact]
    public async Task Paste()
    {
        var page = await OpenAsync();
        await using var context = page.Context;
        foreach (var (before, pasted, after) in Pasted)
        {
            await page.FillAsync("#name", pasted);
            await page.Locator("#name").SelectTextAsync();
            await page.Keyboard.PressAsync("Control+c");
            await page.EvaluateAsync(Put, before);
            await page.Keyboard.PressAsync("Control+v");
            Assert.Equal(after, await page.EvaluateAsync<string>(Read));
        }
    }

    [Theory]
    [InlineData("#name"), InlineData("#pad"), InlineData("#text")]
    public async Task Control_and_Enter_save(string field)
    {
        var page = await OpenAsync();
        await using var context = page.Context;
        await page.FillAsync("#text", "Rowan jelly");
        await page.PressAsync(field, "Control+Enter");
        await Expect(page.Locator(".notes .name a")).ToHaveTextAsync("Rowan jelly");
    }

    [Fact]
    public async Task Words_are_counted()
    {
        var page = await OpenAsync();
        await using var context = page.Context;
        await Expect(page.Locator("[data-words]")).ToBeEmptyAsync();
        await page.FillAsync("#text", "one");
        await Expect(page.Locator("[data-words]")).ToHaveTextAsync("1 word, 3 characters.");
        await page.FillAsync("#text", string.Concat(Enumerable.Repeat("two \U0001F347\n", 1_000)));
        await Expect(page.Locator("[data-words]")).ToHaveTextAsync("2,000 words, 6,000 characters.");
    }

    [Fact]
    public async Task In_Firefox()
    {
        var person = await fixture.App.PersonAsync();
        await using var tab = await firefox.TabAsync(fixture.App.Address);
        await tab.BecomeAsync(person);
        await tab.GoAsync("/notes/create/");
        await tab.FillAsync("#text", "- a");
        foreach (var key in (string[])["Enter", "Tab"])
        {
            await tab.ReadAsync(
                "document.querySelector('#text').dispatchEvent("
                + $"new KeyboardEvent('keydown', {{ key: '{key}', cancelable: true }}))");
        }
        Assert.Equal("- a\n  - ", await tab.ValueAsync("#text"));
    }

    async Task<IPage> OpenAsync() =>
        await chromium.PageAsync(fixture.App.Address, 1280, await fixture.App.PersonAsync(), "/notes/create/");
}

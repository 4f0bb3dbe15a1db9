using Microsoft.Playwright;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Browser;

/// <summary>What a person sees who writes on a phone, reads in large letters, chooses the colours, or prints.</summary>
public sealed class LookTests(AppFixture fixture, Chromium chromium) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task The_line_that_is_written_stands_above_the_save_bar(int width)
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Long", string.Join('\n', Enumerable.Repeat("A line.", 120)));
        var page = await OpenAsync(person, width, $"/notes/{note}/edit/");
        await page.FocusAsync("#text");
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync("\nThe end");
        // A field is as tall as its text, so that its last line is the one above its padding.
        var lastLine = await page.EvaluateAsync<double>(
            "text.getBoundingClientRect().bottom - parseFloat(getComputedStyle(text).paddingBottom)");
        var bar = (await page.Locator(".save").BoundingBoxAsync())!;
        Assert.True(lastLine <= bar.Y, $"the line ends at {lastLine}, the bar begins at {bar.Y}");
    }

    [Theory]
    [InlineData(320)]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task A_long_address_stays_beside_the_logo(int width)
    {
        var person = await App.PersonAsync($"a.long.address.of.somebody.at.{width}.pixels@mail.some.example.org");
        var page = await OpenAsync(person, width, "/");
        var logo = (await page.Locator(".wordmark").BoundingBoxAsync())!;
        var menu = (await page.Locator(".more").BoundingBoxAsync())!;
        Assert.True(
            logo.X + logo.Width <= menu.X,
            $"the logo ends at {logo.X + logo.Width}, the address begins at {menu.X}");
        Assert.InRange(menu.X + menu.Width, 0, width);
    }

    [Fact]
    public async Task Where_colours_are_forced_every_field_still_shows_the_focus()
    {
        var person = await App.PersonAsync();
        var page = await OpenAsync(person, 1280, $"/notes/{await person.NoteAsync("A note")}/edit/");
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        string[] fields = ["#name", "#pad", "#text", ".save button:not([name])", ".save [name=stay]", ".save a"];
        foreach (var field in fields)
        {
            await page.FocusAsync(field);
            await page.Keyboard.PressAsync("Shift");
            var outline = await page.Locator(field).EvaluateAsync<string>("e => getComputedStyle(e).outline");
            Assert.DoesNotContain("none", outline, StringComparison.Ordinal);
            Assert.DoesNotContain("rgba(0, 0, 0, 0)", outline, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(390)]
    [InlineData(900)]
    [InlineData(1280)]
    public async Task Letters_of_twice_the_size_leave_the_names_most_of_the_list(int width)
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen garden");
        var note = await person.NoteAsync("Questions for the landlord", "A few words that go on for a while", pad);
        var page = await OpenAsync(person, width, "/");
        foreach (var path in new[] { "/", $"/pads/{pad}/", $"/notes/{note}/", $"/notes/{note}/edit/", "/settings/" })
        {
            await page.GotoAsync(path);
            await page.EvaluateAsync("document.documentElement.style.fontSize = '212.5%'");
            var fits = await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth");
            Assert.True(fits, $"{path} scrolls sideways");
            if (await page.Locator(".notes").CountAsync() == 0) continue;
            var list = (await page.Locator(".notes").BoundingBoxAsync())!;
            var name = (await page.Locator("td.name").BoundingBoxAsync())!;
            Assert.True(name.Width > list.Width / 2, $"{path}: {name.Width} of {list.Width} px");
        }
    }

    [Fact]
    public async Task Nothing_that_can_only_be_pressed_is_printed()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var note = await person.NoteAsync("A note", pad: pad);
        var page = await OpenAsync(person, 1280, "/");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        string[] paths =
        [
            "/",
            $"/pads/{pad}/",
            $"/pads/{pad}/edit/",
            $"/notes/{note}/",
            $"/notes/{note}/edit/",
            $"/notes/{note}/delete/",
            "/settings/",
        ];
        foreach (var path in paths)
        {
            await page.GotoAsync(path);
            Assert.Empty(await page.EvaluateAsync<string[]>("""
                [...document.querySelectorAll('button, .button, .save a')]
                  .filter(e => e.checkVisibility())
                  .map(e => e.outerHTML)
                """));
            Assert.True(await page.Locator("main").IsVisibleAsync());
        }
    }

    Task<IPage> OpenAsync(Person person, int width, string path) =>
        chromium.PageAsync(App.Address, width, person, path);
}

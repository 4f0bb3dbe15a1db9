using Microsoft.Playwright;
using Notejam.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Notejam.Tests.Browser;

/// <summary>A person's first hour, with and without JavaScript, on a phone and on a desk.</summary>
public sealed class JourneyTests(AppFixture fixture, Chromium chromium) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData(390, true)]
    [InlineData(390, false)]
    [InlineData(1280, true)]
    [InlineData(1280, false)]
    public async Task Sign_up_pad_notes_edit_sort_delete_sign_out(int width, bool javaScript)
    {
        await using var context = await chromium.NewAsync(fixture.App.Address, width, javaScript: javaScript);
        var page = await context.NewPageAsync();
        var email = Person.NewEmail();

        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign up" }).First.ClickAsync();
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Person.Password);
        await page.GetByLabel("Confirm password").FillAsync("something else");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign up" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Your passwords do not match" }).ClickAsync();
        await Expect(page.GetByLabel("Email")).ToHaveValueAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Person.Password);
        await page.GetByLabel("Confirm password").FillAsync(Person.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Account is created. Now you can sign in.");

        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Person.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync("All notes (0)");

        await OpenPadsAsync(page, width);
        await page.GetByRole(AriaRole.Link, new() { Name = "New pad" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Kitchen");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync("Kitchen (0)");

        await WriteAsync(page, "Rowan jelly", "Freeze the berries first.\n\nThen cook.");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Note is successfully created");
        await WriteAsync(page, "Apple cake", "Six apples.");
        await Expect(Heading(page)).ToHaveTextAsync("Kitchen (2)");
        await Expect(Names(page)).ToHaveTextAsync(["Apple cake", "Rowan jelly"]);

        await page.GetByRole(AriaRole.Link, new() { Name = "Rowan jelly" }).ClickAsync();
        await Expect(page.Locator(".note p")).ToHaveTextAsync(["Freeze the berries first.", "Then cook."]);
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Rowan jelly, sweet");
        await page.GetByLabel("Pad", new() { Exact = true }).SelectOptionAsync("No pad");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync("All notes (2)");
        await Expect(Names(page)).ToHaveTextAsync(["Rowan jelly, sweet", "Apple cake"]);

        await page.GetByRole(AriaRole.Link, new() { Name = "Note", Exact = true }).ClickAsync();
        await Expect(Names(page)).ToHaveTextAsync(["Apple cake", "Rowan jelly, sweet"]);
        var sorted = page.GetByRole(AriaRole.Link, new() { Name = "Note ↑" });
        var unsorted = page.GetByRole(AriaRole.Link, new() { Name = "Note", Exact = true });
        await sorted.Or(unsorted).First.ClickAsync();
        await Expect(Names(page)).ToHaveTextAsync(["Rowan jelly, sweet", "Apple cake"]);

        await page.GetByRole(AriaRole.Link, new() { Name = "Apple cake" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Moved to trash.");
        await Expect(Heading(page)).ToHaveTextAsync("Kitchen (0)");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync("Apple cake");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Moved to trash.");
        await OpenPadsAsync(page, width);
        await page.GetByRole(AriaRole.Link, new() { Name = "Trash 1" }).ClickAsync();
        await Expect(Names(page)).ToHaveTextAsync(["Apple cake"]);
        await page.GetByRole(AriaRole.Link, new() { Name = "Empty trash" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete 1 note" }).ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync("Trash (0)");

        await page.GetByRole(AriaRole.Button, new() { Name = email }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(Heading(page)).ToHaveTextAsync("Sign in");
        await page.GoBackAsync();
        await Expect(Heading(page)).ToHaveTextAsync("Sign in");
    }

    [Fact]
    public async Task The_time_zone_of_the_browser_counts_from_the_second_page_on()
    {
        await using var context = await chromium.NewAsync(fixture.App.Address, 1280, timeZone: "Asia/Tokyo");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/signin/");
        var cookie = Assert.Single(await context.CookiesAsync(), c => c.Name == "notejam-zone");
        Assert.Equal("Asia/Tokyo", cookie.Value);
    }

    [Fact]
    public async Task A_narrow_window_long_words_and_a_long_address_never_scroll_sideways()
    {
        const string address = "a.very.long.address.of.somebody.with.many.names@mail.some.example.org";
        var person = await fixture.App.PersonAsync(address);
        var pad = await person.PadAsync(new string('w', 100));
        var note = await person.NoteAsync(new string('W', 100), new string('x', 400), pad);
        var (trashed, trashedPad) = (await person.NoteAsync(new string('W', 100)), await person.PadAsync(new string('w', 100)));
        await person.SubmitAsync($"/notes/{trashed}/delete/");
        await person.SubmitAsync($"/pads/{trashedPad}/delete/");
        await using var context = await chromium.NewAsync(fixture.App.Address, 320);
        await Chromium.BecomeAsync(context, person);
        var page = await context.NewPageAsync();
        string[] paths =
        [
            "/",
            $"/pads/{pad}/",
            $"/pads/{pad}/edit/",
            $"/pads/{pad}/delete/",
            $"/notes/{note}/",
            $"/notes/{note}/edit/",
            $"/notes/{note}/delete/",
            $"/notes/{trashed}/",
            $"/pads/{trashedPad}/",
            "/trash/",
            "/trash/empty/",
            $"/trash/pads/{trashedPad}/delete/",
            "/settings/",
        ];
        foreach (var path in paths)
        {
            await page.GotoAsync(path);
            var overflow = await page.EvaluateAsync<int>(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{path} is {overflow} px wider than the window");
        }
        await page.GotoAsync("/");
        var menu = (await page.Locator(".more").BoundingBoxAsync())!;
        Assert.True(
            menu.X >= 0 && menu.X + menu.Width <= 320,
            $"the account menu reaches from {menu.X} over {menu.Width}");
    }

    [Fact]
    public async Task Nothing_moves_while_a_page_loads_and_every_target_can_be_hit()
    {
        var person = await fixture.App.PersonAsync();
        var note = await person.NoteAsync("A note", "Text", await person.PadAsync("Pad"));
        await using var context = await chromium.NewAsync(fixture.App.Address, 390);
        await Chromium.BecomeAsync(context, person);
        await context.AddInitScriptAsync("""
            window.shift = 0;
            new PerformanceObserver(l => { for (const e of l.getEntries()) window.shift += e.value })
              .observe({ type: 'layout-shift', buffered: true })
            """);
        var page = await context.NewPageAsync();
        string[] paths =
        [
            "/",
            $"/notes/{note}/",
            $"/notes/{note}/edit/",
            "/pads/create/",
            "/settings/",
            "/signout/",
        ];
        foreach (var path in paths)
        {
            await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
            Assert.Equal(0, await page.EvaluateAsync<double>("window.shift"));
            // Links in a list of names are as tall as their row: the row is the target.
            var small = await page.EvaluateAsync<string[]>("""
                [...document.querySelectorAll(`
                    button, select, input:not([type=hidden], .hidden), .button, .acts a,
                    .side summary, .user a, .save a, p.row a`)]
                  .filter(e => e.checkVisibility()
                    && e.getBoundingClientRect().height < 43.5
                    && e.parentElement.getBoundingClientRect().height < 43.5)
                  .map(e => e.outerHTML)
                """);
            Assert.Empty(small);
        }
    }

    static ILocator Heading(IPage page) => page.Locator("h1").First;

    static ILocator Names(IPage page) => page.Locator(".notes .name a");

    static async Task OpenPadsAsync(IPage page, int width)
    {
        if (width < 832) await page.Locator("summary").ClickAsync();
    }

    static async Task WriteAsync(IPage page, string name, string text)
    {
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "New note" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("Note", new() { Exact = true }).FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
    }
}

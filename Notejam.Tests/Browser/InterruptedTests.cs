using Microsoft.Playwright;
using Notejam.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Notejam.Tests.Browser;

/// <summary>
/// What comes between writing and saving, on a phone and on a desk, with JavaScript and without: every typed character
/// is found again.
/// </summary>
public sealed class InterruptedTests(AppFixture fixture, Postgres postgres, Chromium chromium)
    : IClassFixture<AppFixture>
{
    const string Text = "  Freeze the berries <first>.\n\nThen \"cook\" & wait. \u00e4\u6f22\U0001f347";

    NotejamApp App => fixture.App;

    public static TheoryData<int, bool> Windows => new() { { 390, true }, { 390, false }, { 1280, true }, { 1280, false } };

    [Theory, MemberData(nameof(Windows))]
    public async Task Two_windows_on_one_note(int width, bool javaScript)
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Rowan jelly", "The text before.");
        await using var context = await OpenAsync(App.Address, person, width, javaScript);
        var (one, two) = (await context.NewPageAsync(), await context.NewPageAsync());
        foreach (var page in new[] { one, two }) await page.GotoAsync($"/notes/{note}/edit/");
        await SaveAsync(one, "From the first window.");
        await Expect(one.Locator("h1").First).ToHaveTextAsync("All notes (1)");
        await SaveAsync(two, Text);
        await Expect(two.Locator("h1").First).ToHaveTextAsync("This note changed while you were writing");
        await two.ClickAsync("text=Keep mine");
        await Expect(two.Locator("h1").First).ToHaveTextAsync("All notes (1)");
        string[] kept = [.. (await person.HistoryAsync(note)).Select(v => v.Text)];
        Assert.Contains("From the first window.", kept);
        Assert.Equal(Text, await person.TypedAsync(note));
    }

    [Theory, MemberData(nameof(Windows))]
    public async Task Its_pad_is_deleted(int width, bool javaScript)
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var note = await person.NoteAsync("Rowan jelly", "The text before.", pad);
        await using var context = await OpenAsync(App.Address, person, width, javaScript);
        var page = await context.NewPageAsync();
        await EditAsync(page, note);
        await person.SubmitAsync($"/pads/{pad}/delete/");
        await RestoreAndSaveAsync(page);
        Assert.Equal(Text, await person.TypedAsync(note));
    }

    [Theory, MemberData(nameof(Windows))]
    public async Task It_is_moved_to_the_trash(int width, bool javaScript)
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Rowan jelly", "The text before.");
        await using var context = await OpenAsync(App.Address, person, width, javaScript);
        var page = await context.NewPageAsync();
        await EditAsync(page, note);
        await person.SubmitAsync($"/notes/{note}/delete/");
        await RestoreAndSaveAsync(page);
        Assert.Equal(Text, await person.TypedAsync(note));
    }

    [Theory, MemberData(nameof(Windows))]
    public async Task The_session_ends(int width, bool javaScript)
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Rowan jelly", "The text before.");
        await using var context = await OpenAsync(App.Address, person, width, javaScript);
        var page = await context.NewPageAsync();
        await EditAsync(page, note);
        await person.SignOutAsync();
        await page.ClickAsync(".save button");
        await page.FillAsync("#email", person.Email);
        await page.FillAsync("#password", Person.Password);
        await page.ClickAsync("main form button");
        await Expect(page.Locator("#text")).ToHaveValueAsync(Text);
        await page.ClickAsync(".save button");
        await Expect(page.Locator("h1").First).ToHaveTextAsync("All notes (1)");
        await person.SignInAsync();
        Assert.Equal(Text, await person.TypedAsync(note));
    }

    [Theory]
    [InlineData(390), InlineData(1280)]
    public async Task The_browser_is_closed_and_opened_again(int width)
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Rowan jelly", "The text before.");
        var profile = TempFolder.Create("browser");
        await using (var context = await Chromium.ProfileAsync(profile, App.Address, width))
        {
            await Chromium.BecomeAsync(context, person);
            var page = await context.NewPageAsync();
            await EditAsync(page, note);
            await Expect(page.Locator("[data-draft-state]")).ToContainTextAsync("Draft kept at");
        }
        await using (var context = await Chromium.ProfileAsync(profile, App.Address, width))
        {
            await Chromium.BecomeAsync(context, person);
            var page = await context.NewPageAsync();
            await page.GotoAsync($"/notes/{note}/edit/");
            await Expect(page.Locator("#text")).ToHaveValueAsync("The text before.");
            await page.ClickAsync("text=Use it");
            await page.ClickAsync(".save button");
            await Expect(page.Locator("h1").First).ToHaveTextAsync("All notes (1)");
            Assert.Equal(Text, await person.TypedAsync(note));
        }
        Directory.Delete(profile, recursive: true);
    }

    [Theory, MemberData(nameof(Windows))]
    public async Task A_double_click(int width, bool javaScript)
    {
        var person = await App.PersonAsync();
        await using var context = await OpenAsync(App.Address, person, width, javaScript);
        var page = await context.NewPageAsync();
        await WriteAsync(page);
        await page.Locator(".save button").First.DblClickAsync();
        await Expect(page.Locator("h1").First).ToHaveTextAsync("All notes (1)");
        Assert.Equal(["Rowan jelly"], (await person.GetAsync("/")).Notes);
    }

    /// <summary>Before it reached the server, and before its answer reached the browser.</summary>
    [Theory, MemberData(nameof(Windows))]
    public async Task A_connection_that_is_cut(int width, bool javaScript)
    {
        var person = await App.PersonAsync();
        await using var context = await OpenAsync(App.Address, person, width, javaScript);
        for (var notes = 1; notes <= 2; notes++)
        {
            var page = await context.NewPageAsync();
            await WriteAsync(page);
            var isAnswerLost = notes == 2;
            await page.RouteAsync("**/notes/create/**", async route =>
            {
                if (isAnswerLost) await route.FetchAsync(new() { MaxRedirects = 0 });
                await route.AbortAsync("connectionreset");
            }, new() { Times = 1 });
            await page.Locator(".save button").First.ClickAsync();
            await AssertFailedAsync(page);
            await ReloadAsync(page);
            await Expect(page.Locator("h1").First).ToHaveTextAsync($"All notes ({notes})");
        }
    }

    [Theory, MemberData(nameof(Windows))]
    public async Task A_server_that_is_killed_and_comes_back(int width, bool javaScript)
    {
        var address = new Uri($"http://127.0.0.1:{NotejamApp.FreePort()}");
        var environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__notejam"] = await postgres.CreateDatabaseAsync(),
            ["ASPNETCORE_URLS"] = address.ToString(),
        };
        var server = await NotejamProcess.StartAsync(environment);
        var person = new Person(address);
        await person.SignUpAsync(Person.NewEmail());
        await person.SignInAsync();
        await using var context = await OpenAsync(address, person, width, javaScript);
        var page = await context.NewPageAsync();
        await WriteAsync(page);
        server.Kill();
        await server.ExitAsync();
        await page.Locator(".save button").First.ClickAsync();
        if (javaScript) await Expect(page.Locator("[data-away]")).ToBeVisibleAsync();
        else await AssertFailedAsync(page);
        await using var again = await NotejamProcess.StartAsync(environment);
        if (javaScript) await page.ClickAsync(".save button");
        else await ReloadAsync(page);
        await Expect(page.Locator("h1").First).ToHaveTextAsync("All notes (1)");
        var note = (await person.GetAsync("/")).Document.QuerySelector(".notes .name a")!.GetAttribute("href")!;
        Assert.Equal(Text, await person.TypedAsync(Person.IdIn(note)));
        await server.DisposeAsync();
    }

    async Task<IBrowserContext> OpenAsync(Uri address, Person person, int width, bool javaScript)
    {
        var context = await chromium.NewAsync(address, width, javaScript: javaScript);
        await Chromium.BecomeAsync(context, person);
        return context;
    }

    /// <summary>The browser's own page, whose Reload sends the form once more.</summary>
    static Task AssertFailedAsync(IPage page) => Until.TrueAsync(
        () => Task.FromResult(page.Url.StartsWith("chrome-error:", StringComparison.Ordinal)));

    static async Task WriteAsync(IPage page)
    {
        await page.GotoAsync("/notes/create/");
        await page.FillAsync("#name", "Rowan jelly");
        await page.FillAsync("#text", Text);
    }

    static async Task EditAsync(IPage page, string note)
    {
        await page.GotoAsync($"/notes/{note}/edit/");
        await page.FillAsync("#text", Text);
    }

    static async Task RestoreAndSaveAsync(IPage page)
    {
        await page.ClickAsync(".save button");
        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Your text is safe, but not saved");
        await page.ClickAsync("text=Restore and save");
        await Expect(page.Locator("h1").First).ToHaveTextAsync("All notes (1)");
    }

    static async Task SaveAsync(IPage page, string text)
    {
        await page.FillAsync("#text", text);
        await page.ClickAsync(".save button");
    }

    /// <summary>The browser's own page may still be coming: then it cannot be loaded anew yet.</summary>
    static Task ReloadAsync(IPage page) => Until.TrueAsync(async () =>
    {
        try
        {
            await page.ReloadAsync();
            return true;
        }
        catch (PlaywrightException early) when (early.Message.Contains("Not attached", StringComparison.Ordinal))
        {
            return false;
        }
    });
}

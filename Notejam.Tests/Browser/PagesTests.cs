using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Browser;

/// <summary>
/// Every page, in both schemes, on a phone and on a desk: accessible, quiet, and as wide as the window. A scheme changes
/// colours and nothing else, so that in the dark one contrast is looked at alone. Screenshots go to artifacts/screens.
/// </summary>
public sealed class PagesTests(Postgres postgres, Chromium chromium) : IAsyncLifetime
{
    static readonly string Screens =
        Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "screens")).FullName;

    static readonly AxeRunOptions Contrast = new() { RunOnly = RunOnlyOptions.Rules("color-contrast") };

    const string NoFrame = "Unable to capture screenshot";
    const string NoToken = "document.querySelector('main [name=csrf]').value = ''";
    const string Gone =
        "document.querySelector('main form').action = "
        + "location.href.replace('create', '01a205c4-9ae1-7fc7-adc0-e31ed2b2886e/edit')";

    const string BehindOne = "document.querySelector('[name=revision]').value--";

    NotejamApp app = null!;
    Things of = null!;

    public async ValueTask InitializeAsync()
    {
        app = NotejamApp.Start(await postgres.CreateDatabaseAsync());
        of = await SampleUser.MoveInAsync(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData(390), InlineData(1280)]
    public async Task Every_page_is_accessible_and_quiet(int width)
    {
        await using var context = await chromium.NewAsync(app.Address, width);
        var page = await context.NewPageAsync();
        // Colours change at once: on the way from one scheme to the other they have no contrast.
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add($"{page.Url}: {message.Type} {message.Text}");
        page.PageError += (_, error) => complaints.Add($"{page.Url}: {error}");
        page.RequestFailed += (_, request) => complaints.Add($"{page.Url}: {request.Url} {request.Failure}");

        foreach (var place in Place.OfGuests(of.Note)) await VisitAsync(place);
        await SendAsync("signin-stale", "/signin/", NoToken, ".flash");

        await page.GotoAsync("/signin/");
        await page.FillAsync("#email", SampleUser.Email);
        await page.FillAsync("#password", Person.Password);
        await page.ClickAsync("main button");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("All notes (12)");
        foreach (var place in Place.OfPeople(of)) await VisitAsync(place);
        await SendAsync("merge-tags", "/tags/talks/rename/", "document.querySelector('#name').value = 'draft'", ".flash");
        await SendAsync("stale", "/notes/create/", NoToken, "#sent-text");
        await SendAsync("stale-password", "/settings/", NoToken, ".lead");
        await SendAsync("note-gone", "/notes/create/", Gone, ".flash");
        await SendAsync("conflict", $"/notes/{of.Note}/edit/", BehindOne, ".pair");
        var trashed = $"document.querySelector('main form').action = '/notes/{of.TrashedNote}/edit/'";
        await SendAsync("edit-trashed", $"/notes/{of.Note}/edit/", trashed, ".flash");
        await page.GotoAsync($"/notes/{of.Note}/");
        await PressAsync(".acts .stop", "deleted");
        await PressAsync(".flash button", "restored");
        await SendAsync("pad-gone", "/pads/create/", Gone, ".flash");
        await SendAsync("signout-stale", "/signout/", NoToken, ".flash");
        await page.GotoAsync("/");
        await page.ClickAsync(".more");
        await CheckAsync("home-menu");
        await page.Keyboard.PressAsync("Escape");
        if (width < 832)
        {
            await page.ClickAsync("summary");
            await CheckAsync("home-pads");
        }
        const string nothing = "document.querySelector('main form')";
        await page.GotoAsync("/notes/create/");
        await page.FillAsync("#name", "Rowan jelly");
        await page.FillAsync("#text", "Freeze the berries first.");
        await Postgres.ExecuteAsync(app.Connection, "UPDATE sessions SET expires_at = '2020-01-01Z'");
        await page.ClickAsync(".save button");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Sign in to go on");
        await CheckAsync("session-expired");
        await page.FillAsync("#email", SampleUser.Email);
        await page.FillAsync("#password", Person.Password);
        await page.ClickAsync("main button");
        await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("Rowan jelly");
        await CheckAsync("kept");
        await SendAsync("signed-out", "/notes/create/", nothing, "#sent-text", signedOut: true);
        // A page that answers an error is meant to; the browser still reports its status.
        const string meant = "the server responded with a status of 4";
        Assert.DoesNotContain(complaints, c => !c.Contains(meant, StringComparison.Ordinal));

        async Task VisitAsync(Place place)
        {
            await page.GotoAsync(place.Path);
            if (place.Button is not null)
            {
                await page.ClickAsync(place.Button);
                await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
            }
            await CheckAsync(place.Name);
        }

        async Task PressAsync(string button, string name)
        {
            await page.ClickAsync(button);
            await Assertions.Expect(page.Locator("form.flash")).ToBeVisibleAsync();
            await CheckAsync(name);
        }

        // Fills a form in, changes it so that it cannot be taken, and sends it.
        async Task SendAsync(string name, string path, string change, string shown, bool signedOut = false)
        {
            await page.GotoAsync(path);
            var typed = page.Locator("main :is(textarea, input[name=name])");
            foreach (var field in await typed.AllAsync()) await field.FillAsync("Freeze the berries first.");
            await page.EvaluateAsync(change);
            if (signedOut) await context.ClearCookiesAsync();
            // The page that is left may show the like: an offered draft is a flash, too.
            var loaded = new TaskCompletionSource();
            page.Load += (_, _) => loaded.TrySetResult();
            await page.Locator("main form button").First.ClickAsync();
            await loaded.Task.WaitAsync(Until.Patience);
            await Assertions.Expect(page.Locator($"{shown}:visible")).ToBeVisibleAsync();
            await CheckAsync(name);
        }

        async Task CheckAsync(string name)
        {
            var file = $"{name}-{(width < 832 ? "phone" : "desktop")}";
            await ScreenshotAsync(page, $"{file}-light");
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            await ScreenshotAsync(page, $"{file}-dark");
            AssertNone((await page.RunAxe(Contrast)).Violations, $"{file}-dark");
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            AssertNone((await page.RunAxe()).Violations, file);
            var overflow = await page.EvaluateAsync<int>(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{file} is {overflow} px wider than the window");
        }
    }

    static void AssertNone(AxeResultItem[] violations, string file)
    {
        var found = string.Join("; ", violations.Select(v => $"{v.Id}: {v.Nodes[0].Html}"));
        Assert.True(violations.Length == 0, $"{file}: {found}");
    }

    /// <summary>
    /// Under load Chromium now and then has no frame to copy, and says so; the picture is for people, so it may be
    /// late.
    /// </summary>
    static async Task ScreenshotAsync(IPage page, string file)
    {
        for (var left = 3; ; left--)
        {
            try
            {
                await page.ScreenshotAsync(new() { Path = Path.Combine(Screens, file + ".png") });
                return;
            }
            catch (PlaywrightException none) when (left > 1 && none.Message.Contains(NoFrame, StringComparison.Ordinal))
            {
                await page.EvaluateAsync("new Promise(requestAnimationFrame)");
            }
        }
    }
}

using Microsoft.Playwright;
using Notejam.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Notejam.Tests.Browser;

/// <summary>Without the network a browser that was here before says so in our words, and keeps nothing else.</summary>
public sealed class OfflineTests(AppFixture fixture, Postgres postgres, Chromium chromium)
    : IClassFixture<AppFixture>
{
    const string Kept = """
        async () => {
          const pages = []
          for (const name of await caches.keys()) {
            const cache = await caches.open(name)
            for (const { url } of await cache.keys()) {
              pages.push(new URL(url).pathname, await (await cache.match(url)).text())
            }
          }
          return pages
        }
        """;

    NotejamApp App => fixture.App;

    [Fact]
    public async Task A_page_that_cannot_be_reached_says_so_and_comes_when_it_can()
    {
        var address = new Uri($"http://127.0.0.1:{NotejamApp.FreePort()}");
        var environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__notejam"] = await postgres.CreateDatabaseAsync(),
            ["ASPNETCORE_URLS"] = address.ToString(),
        };
        await using var server = await NotejamProcess.StartAsync(environment);
        var person = new Person(address);
        await person.SignUpAsync(Person.NewEmail());
        await person.SignInAsync();
        var note = await person.NoteAsync("Rowan jelly");
        var page = await VisitAsync(address, person);
        await using var context = page.Context;
        server.Kill();
        await server.ExitAsync();
        await page.GotoAsync($"/notes/create/?from={note}");
        await Expect(page.Locator("h1")).ToHaveTextAsync("You are offline.");
        await using var again = await NotejamProcess.StartAsync(environment);
        await page.ClickAsync("text=Try again");
        await Expect(page.Locator("#name")).ToHaveValueAsync("Rowan jelly");
    }

    [Fact]
    public async Task It_is_all_that_is_kept_and_is_nobodys()
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("Rowan jelly");
        var page = await VisitAsync(App.Address, person);
        await using var context = page.Context;
        await page.GotoAsync("/archive/");
        await page.GotoAsync("/");
        var kept = await page.EvaluateAsync<string[]>(Kept);
        Assert.Equal("/offline/", kept[0]);
        Assert.Contains("You are offline.", kept[1], StringComparison.Ordinal);
        // With her cookies it would have.
        Assert.DoesNotContain("data-viewer=", kept[1], StringComparison.Ordinal);
        Assert.Contains("data-viewer=", (await person.GetAsync("/offline/")).Body, StringComparison.Ordinal);
        Assert.Equal(2, kept.Length);
    }

    [Fact]
    public async Task Signed_out_Back_shows_nothing_of_a_note()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Keys", "The key is under the third pot.");
        var page = await VisitAsync(App.Address, person);
        await using var context = page.Context;
        await page.GotoAsync($"/notes/{note}/");
        await Expect(page.Locator("article")).ToContainTextAsync("third pot");
        await page.EvalOnSelectorAsync("#account button", "button => button.click()");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
        await page.GoBackAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
        Assert.DoesNotContain("third pot", await page.ContentAsync(), StringComparison.Ordinal);
    }

    async Task<IPage> VisitAsync(Uri address, Person person)
    {
        var page = await chromium.PageAsync(address, 390, person, "/", hasWorker: true);
        // It stands before the pages that come after it.
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.ready.then(() => true)");
        return page;
    }
}

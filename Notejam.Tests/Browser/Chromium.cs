using Microsoft.Playwright;
using Notejam.Tests.Browser;
using Notejam.Tests.Hosting;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Notejam.Tests.Browser;

/// <summary>
/// Debian's Chromium without the parts that only a screen needs; started once, by the first test that needs it.
/// NOTEJAM_TEST_CHROMIUM names another.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    static readonly string[] Flags =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    static Chromium() => Assertions.SetDefaultExpectTimeout((float)Until.Patience.TotalMilliseconds);

    /// <summary>
    /// Playwright stops a worker to attach to it, and may leave it so: its page then loads for ever. What it does is
    /// told by OfflineTests; Firefox has it always.
    /// </summary>
    const string NoWorker =
        "if (globalThis.ServiceWorkerContainer) ServiceWorkerContainer.prototype.register = async () => {}";

    readonly Lazy<Task<IBrowser>> browser = new(LaunchAsync);

    public async Task<IBrowserContext> NewAsync(
        Uri address,
        int width,
        bool dark = false,
        bool javaScript = true,
        string timeZone = "UTC",
        bool hasWorker = false)
    {
        var started = await browser.Value;
        var context = await started.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = Size(width),
            HasTouch = width < 600,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = javaScript,
            TimezoneId = timeZone,
            Locale = "en",
        });
        if (!hasWorker) await context.AddInitScriptAsync(NoWorker);
        return context;
    }

    /// <summary>Gives a context the cookies of this person.</summary>
    public static Task BecomeAsync(IBrowserContext context, Person person) =>
        context.AddCookiesAsync(person.Cookies.GetAllCookies().Select(c => new Cookie
        {
            Name = c.Name,
            Value = c.Value,
            Domain = c.Domain,
            Path = c.Path,
        }));

    /// <summary>A page as this person sees it, in a context of its own.</summary>
    public async Task<IPage> PageAsync(Uri address, int width, Person person, string path, bool hasWorker = false)
    {
        var context = await NewAsync(address, width, hasWorker: hasWorker);
        await BecomeAsync(context, person);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>A tab with cookies of its own.</summary>
    public async Task<Tab> TabAsync(Uri address, bool javaScript = true)
    {
        var context = await NewAsync(address, 1280, javaScript: javaScript);
        return new ChromiumTab(await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (browser.IsValueCreated) await (await browser.Value).DisposeAsync();
    }

    /// <summary>A browser of its own, that keeps in a folder what it knows until it is opened there again.</summary>
    public static async Task<IBrowserContext> ProfileAsync(string folder, Uri address, int width)
    {
        var playwright = await Playwright.CreateAsync();
        var context = await playwright.Chromium.LaunchPersistentContextAsync(folder, new()
        {
            ExecutablePath = Program,
            Args = Flags,
            BaseURL = address.ToString(),
            ViewportSize = Size(width),
        });
        await context.AddInitScriptAsync(NoWorker);
        return context;
    }

    static async Task<IBrowser> LaunchAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Flags });
    }

    static string Program => Environment.GetEnvironmentVariable("NOTEJAM_TEST_CHROMIUM") ?? "/usr/bin/chromium-headless-shell";

    static ViewportSize Size(int width) => new() { Width = width, Height = width < 600 ? 844 : 900 };
}

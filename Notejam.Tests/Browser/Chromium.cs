using Microsoft.Playwright;
using Notejam.Tests.Browser;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Notejam.Tests.Browser;

/// <summary>Debian's Chromium, started once; NOTEJAM_TEST_CHROMIUM names another.</summary>
public sealed class Chromium : IAsyncLifetime
{
    static readonly string[] Flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    IPlaywright? playwright;
    IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Environment.GetEnvironmentVariable("NOTEJAM_TEST_CHROMIUM") ?? "/usr/bin/chromium", Args = Flags });
    }

    public async Task<IBrowserContext> NewAsync(Uri address, int width, bool dark = false, bool javaScript = true, string timeZone = "UTC") => await browser!.NewContextAsync(new()
    {
        BaseURL = address.ToString(),
        ViewportSize = new() { Width = width, Height = width < 600 ? 844 : 900 },
        HasTouch = width < 600,
        ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        JavaScriptEnabled = javaScript,
        TimezoneId = timeZone,
        Locale = "en",
    });

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}

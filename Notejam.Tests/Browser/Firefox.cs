using Notejam.Tests.Browser;
using Notejam.Tests.Hosting;
using WebDriverBiDi;
using WebDriverBiDi.BrowsingContext;

[assembly: AssemblyFixture(typeof(Firefox))]

namespace Notejam.Tests.Browser;

/// <summary>
/// Debian's Firefox ESR over WebDriver BiDi, started by the first test that needs it; NOTEJAM_TEST_FIREFOX names
/// another. One process with JavaScript and one without: Firefox has no switch for a single tab.
/// </summary>
public sealed class Firefox : IAsyncDisposable
{
    readonly Lazy<Task<FirefoxProcess>> with = new(() => FirefoxProcess.StartAsync(javaScript: true));
    readonly Lazy<Task<FirefoxProcess>> without = new(() => FirefoxProcess.StartAsync(javaScript: false));

    /// <summary>A tab with cookies of its own.</summary>
    public async Task<Tab> TabAsync(Uri address, bool javaScript = true)
    {
        var driver = (await (javaScript ? with : without).Value).Driver;
        var user = (await driver.Browser.CreateUserContextAsync(new())).UserContextId;
        return new FirefoxTab(driver, address, user, await OpenAsync(driver, user));
    }

    /// <summary>
    /// On a busy machine Firefox may lose a tab that it is making: nothing is in it yet, and another is made.
    /// </summary>
    static async Task<string> OpenAsync(BiDiDriver driver, string user)
    {
        for (var left = 2; ; left--)
        {
            try
            {
                var tab = await driver.BrowsingContext.CreateAsync(new(CreateType.Tab) { UserContextId = user });
                return tab.BrowsingContextId;
            }
            catch (WebDriverBiDiCommandException lost)
                when (left > 0 && lost.Message.Contains("no such frame", StringComparison.Ordinal))
            {
                // Once more.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { with, without })
        {
            if (process.IsValueCreated) await (await process.Value).DisposeAsync();
        }
    }
}

/// <summary>A browser process with a profile and a home of its own: root may not use anybody else's.</summary>
sealed class FirefoxProcess(RunningProcess process, BiDiDriver driver, string home) : IAsyncDisposable
{
    const string Announcement = "WebDriver BiDi listening on ";

    public BiDiDriver Driver => driver;

    public static async Task<FirefoxProcess> StartAsync(bool javaScript)
    {
        var home = TempFolder.Create("firefox");
        var preference = $"user_pref(\"javascript.enabled\", {(javaScript ? "true" : "false")});\n";
        await File.WriteAllTextAsync(Path.Combine(home, "user.js"), preference);
        var program = Environment.GetEnvironmentVariable("NOTEJAM_TEST_FIREFOX") ?? "/usr/bin/firefox-esr";
        string[] arguments = ["--headless", "--no-remote", "--profile", home, "--remote-debugging-port", "0"];
        var environment = new Dictionary<string, string> { ["HOME"] = home };
        var process = RunningProcess.Start(program, arguments, environment);
        await process.PrintsAsync(Announcement);
        var line = process.All.Split('\n').First(l => l.StartsWith(Announcement, StringComparison.Ordinal));
        var driver = new BiDiDriver(TimeSpan.FromMinutes(1));
        await driver.StartAsync($"{line[Announcement.Length..]}/session");
        await driver.Session.NewSessionAsync(new());
        await driver.Session.SubscribeAsync(new([driver.BrowsingContext.OnLoad.EventName]));
        return new FirefoxProcess(process, driver, home);
    }

    public async ValueTask DisposeAsync()
    {
        await driver.Browser.CloseAsync(new());
        await process.ExitAsync();
        await driver.DisposeAsync();
        await process.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }
}

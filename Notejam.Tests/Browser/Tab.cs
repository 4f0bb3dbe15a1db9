using System.Text.Json;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Browser;

/// <summary>
/// One tab of somebody's browser, with as much as a test needs that runs in Chromium and in Firefox. Expressions are
/// run by the test and not by the page, so they work with JavaScript switched off.
/// </summary>
public abstract class Tab : IAsyncDisposable
{
    /// <summary>In the browser that a row of a test names.</summary>
    public static Task<Tab> OpenAsync(
        string browser, Chromium chromium, Firefox firefox, Uri address, bool javaScript = true) =>
        browser == "Firefox" ? firefox.TabAsync(address, javaScript) : chromium.TabAsync(address, javaScript);

    public abstract Task GoAsync(string path);

    public abstract Task BackAsync();

    /// <summary>As F5 does.</summary>
    public abstract Task ReloadAsync();

    /// <summary>What an expression of JavaScript is, as a string.</summary>
    public abstract Task<string> ReadAsync(string expression);

    /// <summary>Takes over the cookies of somebody who has signed in elsewhere.</summary>
    public abstract Task BecomeAsync(Person person);

    public abstract ValueTask DisposeAsync();

    /// <summary>Puts text where the focus is, as a keyboard or a paste does: the browser's own limits apply.</summary>
    protected abstract Task InsertAsync(string text);

    /// <summary>Does what leads to another page, and waits until that page is there.</summary>
    protected abstract Task LeaveAsync(Func<Task> action);

    /// <summary>Types into a field, instead of what it holds.</summary>
    public async Task FillAsync(string field, string text)
    {
        await ReadAsync($"{Find(field)}.select()");
        await InsertAsync(text);
    }

    public async Task ChooseAsync(string select, string value) =>
        await ReadAsync($"{Find(select)}.value = {JsonSerializer.Serialize(value)}");

    /// <summary>Presses a button or follows a link.</summary>
    public Task PressAsync(string element) => LeaveAsync(() => ReadAsync($"{Find(element)}.click()"));

    public Task<string> ValueAsync(string field) => ReadAsync($"{Find(field)}.value");

    public Task<string> TextAsync(string element) => ReadAsync($"{Find(element)}.textContent");

    public Task<string> HeadingAsync() => TextAsync("h1");

    static string Find(string selector) => $"document.querySelector({JsonSerializer.Serialize(selector)})";
}

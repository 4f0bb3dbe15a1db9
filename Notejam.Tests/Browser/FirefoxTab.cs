using System.Text.Json;
using Notejam.Tests.Hosting;
using WebDriverBiDi;
using WebDriverBiDi.BrowsingContext;
using WebDriverBiDi.Network;
using WebDriverBiDi.Script;
using WebDriverBiDi.Storage;

namespace Notejam.Tests.Browser;

sealed class FirefoxTab(BiDiDriver driver, Uri address, string user, string tab) : Tab
{
    public override Task GoAsync(string path) =>
        driver.BrowsingContext.NavigateAsync(
            new(tab, new Uri(address, path).ToString()) { Wait = ReadinessState.Complete });

    /// <summary>
    /// A page that comes back from memory does not load, so that only its own clock tells that it is there.
    /// </summary>
    public override async Task BackAsync()
    {
        var before = await ReadAsync("performance.timeOrigin");
        await driver.BrowsingContext.TraverseHistoryAsync(new(tab, -1));
        await Until.TrueAsync(async () =>
        {
            var now = await ReadAsync("`${document.readyState} ${performance.timeOrigin}`");
            return now.StartsWith("complete ", StringComparison.Ordinal) && now != $"complete {before}";
        });
    }

    public override Task ReloadAsync() =>
        driver.BrowsingContext.ReloadAsync(new(tab) { Wait = ReadinessState.Complete });

    public override async Task<string> ReadAsync(string expression)
    {
        var context = new ContextTarget(tab) { Sandbox = "test" };
        var result = await driver.Script.EvaluateAsync(new($"String({expression})", context, awaitPromise: true));
        if (result is EvaluateResultSuccess { Result: StringRemoteValue read }) return read.Value;
        var error = (result as EvaluateResultException)?.ExceptionDetails.Text;
        throw new InvalidOperationException($"{expression}: {error}");
    }

    public override async Task BecomeAsync(Person person)
    {
        foreach (System.Net.Cookie cookie in person.Cookies.GetAllCookies())
        {
            var value = BytesValue.FromString(cookie.Value);
            var partial = new PartialCookie(cookie.Name, value, cookie.Domain) { Path = cookie.Path };
            await driver.Storage.SetCookieAsync(new(partial)
            {
                Partition = new StorageKeyPartitionDescriptor { UserContextId = user },
            });
        }
    }

    public override async ValueTask DisposeAsync() => await driver.Browser.RemoveUserContextAsync(new(user));

    protected override Task InsertAsync(string text) =>
        ReadAsync($"document.execCommand('insertText', false, {JsonSerializer.Serialize(text)})");

    protected override async Task LeaveAsync(Func<Task> action)
    {
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var observer = driver.BrowsingContext.OnLoad.AddObserver(load =>
        {
            if (load.BrowsingContextId == tab) loaded.TrySetResult();
        });
        await action();
        try
        {
            await loaded.Task.WaitAsync(Until.Patience);
        }
        catch (TimeoutException)
        {
            var page = await ReadAsync("`${location} is ${document.readyState}: ${document.body.innerText}`");
            throw new TimeoutException($"No page followed. {page}");
        }
    }
}

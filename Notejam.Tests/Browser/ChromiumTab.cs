using Microsoft.Playwright;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Browser;

sealed class ChromiumTab(IPage page) : Tab
{
    public override Task GoAsync(string path) => page.GotoAsync(path);

    public override Task BackAsync() => page.GoBackAsync();

    public override Task ReloadAsync() => page.ReloadAsync();

    public override Task<string> ReadAsync(string expression) => page.EvaluateAsync<string>($"String({expression})");

    public override Task BecomeAsync(Person person) => page.Context.AddCookiesAsync(
        person.Cookies.GetAllCookies().Select(c => new Cookie { Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path }));

    public override async ValueTask DisposeAsync() => await page.Context.DisposeAsync();

    protected override Task InsertAsync(string text) => page.Keyboard.InsertTextAsync(text);

    protected override async Task LeaveAsync(Func<Task> action)
    {
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Finish(object? _, IPage __) => loaded.TrySetResult();
        page.Load += Finish;
        await action();
        await loaded.Task.WaitAsync(TimeSpan.FromMinutes(1));
        page.Load -= Finish;
    }
}

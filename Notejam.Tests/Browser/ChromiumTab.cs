using Microsoft.Playwright;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Browser;

/// <summary>What Playwright itself waits for without an end, a page that does nothing any more, ends here.</summary>
sealed class ChromiumTab(IPage page) : Tab
{
    const string Left = "Execution context was destroyed";

    public override Task GoAsync(string path) => page.GotoAsync(path);

    public override Task BackAsync() => page.GoBackAsync();

    public override Task ReloadAsync() => page.ReloadAsync();

    /// <summary>A page that leaves while it is read takes the answer along; then its successor is asked.</summary>
    public override async Task<string> ReadAsync(string expression)
    {
        while (true)
        {
            try
            {
                return await page.EvaluateAsync<string>($"String({expression})").WaitAsync(Until.Patience);
            }
            catch (PlaywrightException left) when (left.Message.Contains(Left, StringComparison.Ordinal))
            {
                await page.WaitForLoadStateAsync();
            }
        }
    }

    public override Task BecomeAsync(Person person) => Chromium.BecomeAsync(page.Context, person);

    public override async ValueTask DisposeAsync() =>
        await page.Context.DisposeAsync().AsTask().WaitAsync(Until.Patience);

    protected override Task InsertAsync(string text) =>
        page.Keyboard.InsertTextAsync(text).WaitAsync(Until.Patience);

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

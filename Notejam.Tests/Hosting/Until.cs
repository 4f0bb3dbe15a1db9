using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Notejam.Tests.Hosting;

/// <summary>
/// Waits for what will be so, and no longer than three minutes, on however busy a machine: what does not come fails the
/// test instead of holding it up.
/// </summary>
static class Until
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <param name="isSo">Whether it is.</param>
    /// <param name="what">For the message.</param>
    /// <param name="pause">Between two looks; shorter where the moment itself matters.</param>
    public static async Task TrueAsync(
        Func<Task<bool>> isSo,
        [CallerArgumentExpression(nameof(isSo))] string what = "",
        TimeSpan? pause = null)
    {
        var waited = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(waited.Elapsed < Patience, $"After three minutes it is still not so: {what}");
            await Task.Delay(pause ?? Pause, TestContext.Current.CancellationToken);
        }
    }

    public static Task TrueAsync(
        Func<bool> isSo,
        [CallerArgumentExpression(nameof(isSo))] string what = "",
        TimeSpan? pause = null) =>
        TrueAsync(() => Task.FromResult(isSo()), what, pause);
}

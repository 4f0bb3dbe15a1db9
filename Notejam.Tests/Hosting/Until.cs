using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Notejam.Tests.Hosting;

/// <summary>
/// Waits for what will be so, and no longer than a minute: what does not come fails the test instead of holding it up.
/// </summary>
static class Until
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task TrueAsync(Func<Task<bool>> isSo, [CallerArgumentExpression(nameof(isSo))] string what = "")
    {
        var waited = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(waited.Elapsed < Patience, $"After a minute it is still not so: {what}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public static Task TrueAsync(Func<bool> isSo, [CallerArgumentExpression(nameof(isSo))] string what = "") =>
        TrueAsync(() => Task.FromResult(isSo()), what);
}

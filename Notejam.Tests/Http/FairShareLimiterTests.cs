using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Notejam.Tests.Hosting;
using Notejam.Web.Http;

namespace Notejam.Tests.Http;

/// <summary>OverloadTests and BodyTests have what it does while it is used.</summary>
public sealed class FairShareLimiterTests
{
    [Fact]
    public async Task A_disposed_limiter_leaves_no_timer_that_keeps_it()
    {
        var options = await UseAsync();

        await Until.TrueAsync(() =>
        {
            GC.Collect();
            return !options.IsAlive;
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static async Task<WeakReference> UseAsync()
    {
        var options = new ConcurrencyLimiterOptions { PermitLimit = 2 };
        using var limiter = new FairShareLimiter(options, options, TimeSpan.Zero);
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Loopback } };
        using (var place = await limiter.EnterAsync(context)) Assert.True(place.IsAcquired);
        return new WeakReference(options);
    }
}

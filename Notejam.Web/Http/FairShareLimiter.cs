using System.Net;
using System.Threading.RateLimiting;

namespace Notejam.Web.Http;

/// <summary>
/// Places of which no network has more than its share, so that a crowd at one address leaves room for everybody else. A
/// network is forgotten ten seconds after its last request, so there are no more than send at the same time.
/// </summary>
sealed class FairShareLimiter : IDisposable
{
    readonly PartitionedRateLimiter<HttpContext> shares, total, places;
    readonly TimeSpan longestWait;

    /// <param name="all">How many, and how many may wait.</param>
    /// <param name="ofOneNetwork">The share.</param>
    /// <param name="longestWait">How long one waits at most.</param>
    public FairShareLimiter(
        ConcurrencyLimiterOptions all, ConcurrencyLimiterOptions ofOneNetwork, TimeSpan longestWait)
    {
        shares = PartitionedRateLimiter.Create<HttpContext, IPAddress>(c =>
            RateLimitPartition.GetConcurrencyLimiter(Network.Of(c), _ => ofOneNetwork));
        total = PartitionedRateLimiter.Create<HttpContext, int>(_ =>
            RateLimitPartition.GetConcurrencyLimiter(0, _ => all));
        places = PartitionedRateLimiter.CreateChained(shares, total);
        this.longestWait = longestWait;
    }

    /// <summary>Some places, until they are disposed; not acquired where there are none in time.</summary>
    public async ValueTask<RateLimitLease> EnterAsync(HttpContext context, int count = 1)
    {
        var taken = places.AttemptAcquire(context, count);
        if (taken.IsAcquired) return taken;
        using var enough = new CancellationTokenSource(longestWait);
        try
        {
            return await places.AcquireAsync(context, count, enough.Token);
        }
        catch (OperationCanceledException)
        {
            return taken;
        }
    }

    /// <summary>The chain leaves its links to us: each looks after its partitions ten times a second.</summary>
    public void Dispose()
    {
        places.Dispose();
        shares.Dispose();
        total.Dispose();
    }
}

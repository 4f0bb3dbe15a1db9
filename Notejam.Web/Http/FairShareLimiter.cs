using System.Net;
using System.Threading.RateLimiting;

namespace Notejam.Web.Http;

/// <summary>
/// Places of which no network has more than its share, so that a crowd at one address leaves room for everybody else. A
/// network is forgotten ten seconds after its last request, so there are no more than send at the same time.
/// </summary>
/// <param name="all">How many, and how many may wait.</param>
/// <param name="ofOneNetwork">The share.</param>
/// <param name="longestWait">How long one waits at most.</param>
sealed class FairShareLimiter(
    ConcurrencyLimiterOptions all, ConcurrencyLimiterOptions ofOneNetwork, TimeSpan longestWait)
    : IDisposable
{
    readonly PartitionedRateLimiter<HttpContext> places = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, IPAddress>(c =>
            RateLimitPartition.GetConcurrencyLimiter(Network.Of(c), _ => ofOneNetwork)),
        PartitionedRateLimiter.Create<HttpContext, int>(_ => RateLimitPartition.GetConcurrencyLimiter(0, _ => all)));

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

    public void Dispose() => places.Dispose();
}

using System.Net;
using System.Threading.RateLimiting;

namespace Notejam.Web.Http;

/// <summary>
/// Bounds the memory of long bodies, which cost a multiple of their size until their answer is written: few bytes at once,
/// and of those no network more than half. Short bodies need no room, so a crowd of long ones never holds up a sign-in.
/// </summary>
sealed class BodyRoom(LoadMetrics metrics) : IDisposable
{
    /// <summary>Bodies up to one unit are short.</summary>
    const int Unit = 16 * 1024;

    /// <summary>Two of the largest: each costs many times its size until it is shown again.</summary>
    const int Units = 2 * Bodies.Largest / Unit;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    static readonly RateLimitLease NoneNeeded = new ConcurrencyLimiter(Of(1)).AttemptAcquire();

    // A network is forgotten ten seconds after its last body, so there are no more than send at the same time.
    readonly PartitionedRateLimiter<HttpContext> room = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, IPAddress>(c => RateLimitPartition.GetConcurrencyLimiter(Network.Of(c), _ => Of(Units / 2))),
        PartitionedRateLimiter.Create<HttpContext, int>(_ => RateLimitPartition.GetConcurrencyLimiter(0, _ => Of(Units))));

    /// <summary>Waits a little for room, and holds it until it is disposed.</summary>
    public async ValueTask<RateLimitLease> EnterAsync(HttpContext context)
    {
        var bytes = Math.Min(context.Request.ContentLength ?? Bodies.Largest, Bodies.Largest);
        if (bytes <= Unit) return NoneNeeded;
        var units = (int)((bytes + Unit - 1) / Unit);
        using var patience = new CancellationTokenSource(Patience);
        RateLimitLease place;
        try
        {
            place = await room.AcquireAsync(context, units, patience.Token);
        }
        catch (OperationCanceledException)
        {
            place = room.AttemptAcquire(context, units);
        }
        if (!place.IsAcquired) metrics.Shed("bodies");
        return place;
    }

    public void Dispose() => room.Dispose();

    static ConcurrencyLimiterOptions Of(int units) => new() { PermitLimit = units, QueueLimit = units };
}

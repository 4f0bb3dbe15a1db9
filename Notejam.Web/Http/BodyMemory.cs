using System.Threading.RateLimiting;

namespace Notejam.Web.Http;

/// <summary>
/// Bounds the memory of long bodies, which cost a multiple of their size until their answer is written: few bytes at
/// once, and of those no network more than half. Short bodies need no room, so a crowd of long ones never holds up a
/// sign-in.
/// </summary>
sealed class BodyMemory(LoadMetrics metrics) : IDisposable
{
    /// <summary>The longest of short bodies, in bytes.</summary>
    public const int Unit = 16 * 1024;

    /// <summary>Two of the largest: each costs many times its size until it is shown again.</summary>
    const int Units = 2 * Bodies.Largest / Unit;

    static readonly RateLimitLease NoneNeeded = new ConcurrencyLimiter(Of(1)).AttemptAcquire();

    readonly FairShareLimiter room = new(Of(Units), Of(Units / 2), TimeSpan.FromSeconds(2));

    /// <summary>Waits a little for room, and holds it until it is disposed.</summary>
    public async ValueTask<RateLimitLease> EnterAsync(HttpContext context, int bytes)
    {
        if (bytes <= Unit) return NoneNeeded;
        var place = await room.EnterAsync(context, (bytes + Unit - 1) / Unit);
        if (!place.IsAcquired) metrics.Shed("bodies");
        return place;
    }

    public void Dispose() => room.Dispose();

    static ConcurrencyLimiterOptions Of(int units) => new() { PermitLimit = units, QueueLimit = units };
}

namespace Notejam.Web.Accounts;

/// <summary>
/// One signed-in browser. The cookie carries the key; the row only its hash, so a stolen backup signs nobody in.
/// </summary>
sealed class Session
{
    /// <summary>Ends a session that nobody uses.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromDays(14);

    /// <summary>Ends every session, used or not.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>
    /// How far an instance's clock may be behind. A session is ended so far in the past that none takes it for alive.
    /// </summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>
    /// So long an ended session is good for one thing: the answer to a form that was sent twice and ended it.
    /// </summary>
    public static readonly TimeSpan Remembered = ClockSkew + TimeSpan.FromMinutes(1);

    Session() { }

    public Session(byte[] keyHash, Guid userId, DateTimeOffset at)
    {
        KeyHash = keyHash;
        UserId = userId;
        CreatedAt = at;
        ExpiresAt = at + Idle;
    }

    public byte[] KeyHash { get; private set; } = [];
    public Guid UserId { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When a session ends that is used at this time.</summary>
    public static DateTimeOffset Expiry(DateTimeOffset createdAt, DateTimeOffset usedAt)
    {
        var (idle, longest) = (usedAt + Idle, createdAt + Longest);
        return idle < longest ? idle : longest;
    }

    /// <summary>Prolonged at half of its time, so that few requests write.</summary>
    public static bool IsDue(DateTimeOffset createdAt, DateTimeOffset expiresAt, DateTimeOffset usedAt) =>
        expiresAt - usedAt < Idle / 2 && expiresAt < createdAt + Longest;
}

using System.Security.Cryptography;
using System.Text;

namespace Notejam.Web.Accounts;

/// <summary>
/// How often something may be tried. Each try fills a bucket by one, and it drains by one in a while. From a full
/// bucket on each try makes the next one wait, twice as long each time, until waiting and draining are even.
/// </summary>
/// <param name="Name">Keeps the buckets of one limit apart from those of another.</param>
/// <param name="Size">So many tries without a wait.</param>
/// <param name="FirstWait">After the try that fills it.</param>
/// <param name="Drain">For one try; in the long run there is one in this time.</param>
sealed record Limit(string Name, int Size, TimeSpan FirstWait, TimeSpan Drain)
{
    // Wrong tries only: what was right is given back.
    public static readonly Limit SignInsOfNetwork = new("sign-ins of a network", 30, Seconds(1), Seconds(30));
    public static readonly Limit SignInsFromNetwork =
        new("sign-ins to an account from a network", 5, Seconds(5), Minutes(10)) { EndsWhenRight = true };
    public static readonly Limit SignInsToAccount = new("sign-ins to an account", 10, Seconds(10), Minutes(4));
    public static readonly Limit SignInsOfKnownBrowser =
        new("sign-ins of a known browser", 5, Seconds(5), Minutes(10)) { EndsWhenRight = true };
    public static readonly Limit ChangesOfNetwork =
        new("changes of passwords by a network", 30, Seconds(1), Seconds(30));
    public static readonly Limit ChangesOfAccount =
        new("changes of an account's password", 10, Seconds(5), Minutes(10));

    // All of them: conferences sign up behind one address, and write a weak password first.
    public static readonly Limit SignUpsOfNetwork = new("sign-ups by a network", 60, Seconds(5), Minutes(1));
    public static readonly Limit SignUpsOfAddress = new("sign-ups of an address", 10, Seconds(10), Minutes(5));
    public static readonly Limit ResetRequestsOfNetwork =
        new("requests for links by a network", 60, Seconds(5), Minutes(1));
    public static readonly Limit ResetsOfNetwork = new("links used by a network", 30, Seconds(1), Seconds(30));

    /// <summary>A right password empties it: there is one person behind it.</summary>
    public bool EndsWhenRight { get; private init; }

    /// <summary>The bucket of somebody, by a hash: the table holds no address in clear.</summary>
    public Bucket For(params object[] whom) =>
        new(this, SHA256.HashData(Encoding.UTF8.GetBytes($"{Name}\0{string.Join('\0', whom)}"))[..16]);

    static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
    static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);
}

sealed record Bucket(Limit Limit, byte[] Key);

using Microsoft.AspNetCore.Identity;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

/// <summary>
/// Whether a password is that of an account, for somebody who is not signed in. Unknown addresses are counted like
/// known ones, so that neither answer nor limit tells them apart.
/// </summary>
sealed class SignInCheck(
    Passwords passwords,
    AttemptLimiter attempts,
    KnownBrowser browser,
    ILookupNormalizer normalizer,
    IHttpContextAccessor http)
{
    /// <param name="user">The account of the address, if there is one.</param>
    /// <param name="email">As it was typed.</param>
    /// <param name="password">As it was typed.</param>
    /// <exception cref="TooManyWaitException">Nothing was checked, and nothing is counted.</exception>
    public async Task<Verdict> CheckAsync(User? user, string email, string password)
    {
        var buckets = BucketsFor(user, email);
        var made = await attempts.TakeAsync(buckets);
        if (made.Wait is { } wait) return new Verdict(false, wait);
        if (!await IsRightAsync(made, user, password)) return new Verdict(false, null);
        await attempts.GiveBackAsync(made);
        foreach (var bucket in buckets.Where(b => b.Limit.EndsWhenRight)) await attempts.ForgetAsync(bucket);
        return new Verdict(true, null);
    }

    /// <summary>
    /// A stranger waits at the bucket of the account and the stranger's network before reaching the one of the account,
    /// so that no single network can fill that.
    /// </summary>
    Bucket[] BucketsFor(User? user, string email)
    {
        if (browser.IdFor(user) is { } id) return [Limit.SignInsOfKnownBrowser.For(id)];
        // Every spelling of an address fills the same buckets.
        var address = normalizer.NormalizeEmail(user?.Email ?? TextInput.Address(email));
        var network = Network.Of(http.HttpContext!);
        return
        [
            Limit.SignInsOfNetwork.For(network),
            Limit.SignInsFromNetwork.For(address, network),
            Limit.SignInsToAccount.For(address),
        ];
    }

    async Task<bool> IsRightAsync(Attempt made, User? user, string password)
    {
        try
        {
            return await passwords.VerifyAsync(user, password);
        }
        catch (TooManyWaitException)
        {
            await attempts.GiveBackAsync(made);
            throw;
        }
    }
}

/// <param name="Right">The password is the account's.</param>
/// <param name="Wait">Nothing was checked: there were too many tries, and the next is let in after this time.</param>
readonly record struct Verdict(bool Right, TimeSpan? Wait);

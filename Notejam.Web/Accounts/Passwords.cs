using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

/// <summary>
/// The rules for a password, and its hashing, which takes as long for an unknown person as for a known one.
/// </summary>
sealed class Passwords(IPasswordHasher<User> hasher, HashingQueue queue, NotejamDb db, IHttpContextAccessor http)
{
    public const int Shortest = 8;
    public const int Longest = 128;

    /// <summary>OWASP Password Storage Cheat Sheet, August 2026, for PBKDF2-HMAC-SHA512.</summary>
    public const int Iterations = 220_000;

    public const string LengthMessage = "Use {2} to {1} characters";
    public static readonly string LengthHint = $"{Shortest} to {Longest} characters";
    public const string MismatchMessage = "Your passwords do not match";
    public const string GuessableMessage = "This password is too easy to guess. Use a longer or less common one.";

    static readonly User Nobody = new("nobody@notejam.invalid", DateTimeOffset.UnixEpoch);
    static string? hashOfNothing;

    /// <summary>
    /// No rules about kinds of characters: they make passwords worse. But none that is on every attacker's list.
    /// </summary>
    public static bool IsGuessable(string password, string email) =>
        Zxcvbn.Zxcvbn.MatchPassword(password, [email, .. email.Split('@'), "notejam"]).Score == 0;

    /// <exception cref="TooManyWaitException" />
    public Task<string> HashAsync(User user, string password) => InTurnAsync(() => hasher.HashPassword(user, password));

    /// <exception cref="TooManyWaitException" />
    public async Task<bool> VerifyAsync(User? user, string password)
    {
        var (right, stronger) = await InTurnAsync(() => Verify(user, password));
        if (stronger is not null)
        {
            // Not through Identity: it would also change the security stamp, and end what hangs on it, for the same
            // password.
            await db.Users.Where(u => u.Id == user!.Id && u.PasswordHash == user.PasswordHash)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.PasswordHash, stronger));
        }
        return right;
    }

    /// <summary>And the hash that should be kept from now on, if the present one is of an older kind.</summary>
    (bool Right, string? Stronger) Verify(User? user, string password)
    {
        var hash = user?.PasswordHash ?? (hashOfNothing ??= hasher.HashPassword(Nobody, ""));
        var result = hasher.VerifyHashedPassword(user ?? Nobody, hash, password);
        var right = user?.PasswordHash is not null && result != PasswordVerificationResult.Failed;
        var isWeak = right && result == PasswordVerificationResult.SuccessRehashNeeded;
        return (right, isWeak ? hasher.HashPassword(user!, password) : null);
    }

    Task<T> InTurnAsync<T>(Func<T> hash)
    {
        var context = http.HttpContext!;
        return queue.RunAsync(Network.Of(context), hash, context.RequestAborted);
    }
}

using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;

namespace Notejam.Web.Accounts;

static class ReplacePassword
{
    /// <summary>
    /// Gives the person a new password and ends every session of the old one, both or neither; false if the password
    /// has been replaced since this person was read, who is then as the other left it. The stamp comes first: a sign-in
    /// with the old password that is under way waits for it (<see cref="SessionStore"/>) and then finds that it is
    /// another.
    /// </summary>
    public static async Task<bool> ReplacePasswordAsync(this NotejamDb db, User user, string hash, DateTimeOffset at)
    {
        var ended = at - Session.ClockSkew;
        var before = user.SecurityStamp;
        var after = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
        var replaced = await db.InTransactionAsync(async () =>
        {
            // The second stamp, because a commit whose answer was lost is tried again.
            var found = await db.Users
                .Where(u => u.Id == user.Id && (u.SecurityStamp == before || u.SecurityStamp == after))
                .ExecuteUpdateAsync(u => u
                    .SetProperty(x => x.PasswordHash, hash)
                    .SetProperty(x => x.SecurityStamp, after)
                    .SetProperty(x => x.ConcurrencyStamp, after));
            if (found == 1) await db.Sessions.Where(s => s.UserId == user.Id && s.ExpiresAt > ended)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.ExpiresAt, ended));
            return found == 1;
        });
        await db.Entry(user).ReloadAsync();
        return replaced;
    }
}

using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

/// <summary>
/// Hashes the one spelling of a password. Hashes that were made of it as it was typed still count, and are replaced at
/// the next sign-in: that costs a second hash, and only where the two differ.
/// </summary>
sealed class NormalizingPasswordHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<User>(options)
{
    public override string HashPassword(User user, string password) =>
        base.HashPassword(user, TextInput.Password(password));

    public override PasswordVerificationResult VerifyHashedPassword(
        User user, string hashedPassword, string providedPassword)
    {
        var password = TextInput.Password(providedPassword);
        var verdict = base.VerifyHashedPassword(user, hashedPassword, password);
        if (verdict != PasswordVerificationResult.Failed || password == providedPassword) return verdict;
        return base.VerifyHashedPassword(user, hashedPassword, providedPassword) == PasswordVerificationResult.Failed
            ? PasswordVerificationResult.Failed : PasswordVerificationResult.SuccessRehashNeeded;
    }
}

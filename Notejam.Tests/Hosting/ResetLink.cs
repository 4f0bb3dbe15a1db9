using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Notejam.Web.Accounts;

namespace Notejam.Tests.Hosting;

static class ResetLink
{
    /// <summary>What a mail would bring, without the mail.</summary>
    public static async Task<string> ForAsync(NotejamApp app, Person person)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = (await users.FindByEmailAsync(person.Email))!;
        return ResetPassword.Path(user, await users.GeneratePasswordResetTokenAsync(user));
    }
}

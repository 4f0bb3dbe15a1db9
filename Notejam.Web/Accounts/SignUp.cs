using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

static class SignUp
{
    public const string Taken = "User with this email is already signed up";

    public static async Task<IResult> PostAsync(
        [FromForm] SignUpForm form, UserManager<User> users, Passwords passwords, Flash flash, TimeProvider time)
    {
        if (form.Check() && Passwords.IsGuessable(form.Password, form.Email)) form.Refuse("password", Passwords.GuessableMessage);
        if (form.IsValid && !await CreateAsync(users, passwords, form, time.GetUtcNow())) form.Refuse("email", Taken);
        if (!form.IsValid) return Page.Again<SignUpPage>(new { Form = form });
        flash.Say("Account is created. Now you can sign in.");
        return new SeeOther("/signin/");
    }

    public static IResult Again(HttpContext context, IFormCollection sent) => context.User.Identity!.IsAuthenticated
        ? new SeeOther("/")
        : Page.Stale<SignUpPage>(new { Form = new SignUpForm { Email = sent["email"].ToString() }, IsStale = true });

    static async Task<bool> CreateAsync(UserManager<User> users, Passwords passwords, SignUpForm form, DateTimeOffset at)
    {
        if (await users.FindByEmailAsync(form.Email) is not null) return false;
        try
        {
            var user = new User(form.Email, at);
            user.PasswordHash = await passwords.HashAsync(user, form.Password);
            var created = await users.CreateAsync(user);
            if (created.Succeeded) return true;
            if (created.Errors.All(e => e.Code is nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName))) return false;
            throw new InvalidOperationException(string.Join(' ', created.Errors.Select(e => e.Description)));
        }
        catch (DbUpdateException race) when (race.IsDuplicate())
        {
            return false;
        }
    }
}

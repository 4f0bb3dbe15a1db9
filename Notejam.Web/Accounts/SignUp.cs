using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

sealed class SignUp(UserManager<User> users, Passwords passwords, SignInCheck check, TimeProvider time)
{
    public const string Taken = "User with this email is already signed up";

    /// <summary>So long the same form, sent again, is answered like the first.</summary>
    static readonly TimeSpan Repeatable = TimeSpan.FromMinutes(10);

    public static async Task<Results<SeeOther, PageResult<SignUpPage>>> PostAsync(
        [FromForm] SignUpForm form,
        SignUp signUp,
        AttemptLimiter attempts,
        ILookupNormalizer normalizer,
        Flash flash,
        HttpContext context)
    {
        if (!form.Check()) return FormResults.Invalid<SignUpPage>(new { Form = form });
        var made = await attempts.TakeAsync(
            Limit.SignUpsOfNetwork.For(Network.Of(context)),
            Limit.SignUpsOfAddress.For(normalizer.NormalizeEmail(form.Email)));
        if (made.Wait is { } wait)
            return TooManyAttempts.Answer<SignUpPage>(context, wait, form, "email", new { Form = form });
        if (Passwords.IsGuessable(form.Password, form.Email))
            form.Refuse("password", Passwords.GuessableMessage);
        else if (!await signUp.TryCreateAsync(form))
            form.Refuse("email", Taken);
        if (!form.IsValid) return FormResults.Invalid<SignUpPage>(new { Form = form });
        flash.Set("Account is created. Now you can sign in.");
        return new SeeOther("/signin/");
    }

    public static Results<SeeOther, PageResult<SignUpPage>> AnswerStale(HttpContext context, IFormCollection sent)
    {
        var form = new SignUpForm { Email = sent["email"].ToString() };
        return context.User.Identity!.IsAuthenticated
            ? AlreadySignedIn.Answer(context, form.Email, null)
            : FormResults.Stale<SignUpPage>(new { Form = form, IsStale = true });
    }

    static bool IsTaken(IdentityError error) =>
        error.Code is nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName);

    async Task<bool> TryCreateAsync(SignUpForm form)
    {
        if (await CreateAsync(form)) return true;
        return await IsRepeatedAsync(form);
    }

    async Task<bool> CreateAsync(SignUpForm form)
    {
        if (await users.FindByEmailAsync(form.Email) is not null) return false;
        try
        {
            var user = new User(form.Email, time.GetUtcNow());
            user.PasswordHash = await passwords.HashAsync(user, form.Password);
            var created = await users.CreateAsync(user);
            if (created.Succeeded) return true;
            if (created.Errors.All(IsTaken)) return false;
            throw new InvalidOperationException(string.Join(' ', created.Errors.Select(e => e.Description)));
        }
        catch (DbUpdateException race) when (race.IsDuplicate())
        {
            return false;
        }
    }

    /// <summary>
    /// The account was made just now with this very password. Counted like a sign-in, because it tells as much.
    /// </summary>
    async Task<bool> IsRepeatedAsync(SignUpForm form) =>
        await users.FindByEmailAsync(form.Email) is { } user
        && user.CreatedAt > time.GetUtcNow() - Repeatable
        && (await check.CheckAsync(user, form.Email, form.Password)).Right;
}

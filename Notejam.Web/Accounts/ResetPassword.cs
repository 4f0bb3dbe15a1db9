using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Notejam.Web.Accounts.Mail;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

/// <summary>A forgotten password, in two steps: ask for a link, then choose a new password with it.</summary>
sealed class ResetPassword(
    UserManager<User> users,
    Passwords passwords,
    AttemptLimiter attempts,
    SignInCheck check,
    KnownBrowser browser,
    NotejamDb db,
    TimeProvider time,
    Flash flash)
{
    /// <summary>The answer is the same, and as quick, whoever asks: the work is done behind it.</summary>
    public static async Task<Results<SeeOther, PageResult<ForgotPasswordPage>, StatusCodeHttpResult>> PostRequestAsync(
        [FromForm] ForgotPasswordForm form, Outbox outbox, AttemptLimiter attempts, Flash flash, HttpContext context)
    {
        if (!form.Check()) return FormResults.Invalid<ForgotPasswordPage>(new { Form = form });
        var made = await attempts.TakeAsync(Limit.ResetRequestsOfNetwork.For(Network.Of(context)));
        if (made.Wait is { } wait)
            return TooManyAttempts.Answer<ForgotPasswordPage>(context, wait, form, "email", new { Form = form });
        foreach (var spelling in AddressSpellings.Of(form.Email))
        {
            if (!await outbox.AskAsync(spelling))
                return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        flash.Set("Check your email to proceed.");
        return new SeeOther("/signin/");
    }

    public static PageResult<ForgotPasswordPage> AnswerStale(HttpContext context, IFormCollection sent)
    {
        var form = new ForgotPasswordForm { Email = sent["email"].ToString() };
        return FormResults.Stale<ForgotPasswordPage>(new { Form = form, IsStale = true });
    }

    public static Task<Results<SeeOther, PageResult<ResetPasswordPage>>> PostAsync(
        Guid id, string token, [FromForm] NewPasswordForm form, ResetPassword reset, HttpContext context) =>
        reset.AnswerAsync(id, token, form, context);

    async Task<Results<SeeOther, PageResult<ResetPasswordPage>>> AnswerAsync(
        Guid id, string token, NewPasswordForm form, HttpContext context)
    {
        var page = new { Form = form, Id = id, Token = token };
        var owner = await OwnerOfAsync(users, id, token);
        if (!form.Check()) return owner is null ? Dead(id, token) : FormResults.Invalid<ResetPasswordPage>(page);
        var made = await attempts.TakeAsync(Limit.ResetsOfNetwork.For(Network.Of(context)));
        if (made.Wait is { } wait)
            return TooManyAttempts.Answer<ResetPasswordPage>(context, wait, form, "new_password", page);
        if (owner is not null && Passwords.IsGuessable(form.NewPassword, owner.Email!))
        {
            form.Refuse("new_password", Passwords.GuessableMessage);
            return FormResults.Invalid<ResetPasswordPage>(page);
        }
        var isDone = owner is not null && await ReplaceAsync(owner, form);
        if (!isDone && !await IsRepeatedAsync(id, form)) return Dead(id, token);
        // Whoever reads the mail may as well sign in from here, however many others try the same account.
        if (isDone) browser.Remember(owner!);
        flash.Set("Your password is successfully changed.");
        return new SeeOther("/signin/");
    }

    async Task<bool> ReplaceAsync(User owner, NewPasswordForm form) =>
        await db.ReplacePasswordAsync(owner, await passwords.HashAsync(owner, form.NewPassword), time.GetUtcNow());

    /// <summary>
    /// The form was sent twice, and the first one did it. Counted like a sign-in, because it tells as much.
    /// </summary>
    async Task<bool> IsRepeatedAsync(Guid id, NewPasswordForm form) =>
        await users.FindByIdAsync($"{id}") is { } user
        && (await check.CheckAsync(user, user.Email!, form.NewPassword)).Right;

    static PageResult<ResetPasswordPage> Dead(Guid id, string token) => new(new { Id = id, Token = token });

    public static string Path(User user, string token) =>
        $"/forgot-password/{user.Id}/{WebEncoders.Base64UrlEncode(Convert.FromBase64String(token))}/";

    /// <summary>The person whose link it is; null when it is wrong, used, or older than an hour.</summary>
    public static async Task<User?> OwnerOfAsync(UserManager<User> users, Guid id, string token)
    {
        if (await users.FindByIdAsync(id.ToString()) is not { } user) return null;
        var isGood = await users.VerifyUserTokenAsync(
            user,
            users.Options.Tokens.PasswordResetTokenProvider,
            UserManager<User>.ResetPasswordTokenPurpose,
            Decode(token));
        return isGood ? user : null;
    }

    static string Decode(string token)
    {
        try
        {
            return Convert.ToBase64String(WebEncoders.Base64UrlDecode(token));
        }
        catch (FormatException)
        {
            return "";
        }
    }
}

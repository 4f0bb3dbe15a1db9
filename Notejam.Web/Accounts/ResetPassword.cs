using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Notejam.Web.Accounts.Mail;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

/// <summary>A forgotten password, in two steps: ask for a link, then choose a new password with it.</summary>
static class ResetPassword
{
    /// <summary>The answer is the same, and as quick, whoever asks: the work is done behind it.</summary>
    public static async Task<IResult> PostRequestAsync([FromForm] ForgotPasswordForm form, Outbox outbox, Flash flash)
    {
        if (!form.Check()) return Page.Again<ForgotPasswordPage>(new { Form = form });
        foreach (var spelling in Addresses.Spellings(form.Email))
        {
            if (!await outbox.AskAsync(spelling)) return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        flash.Say("Check your email to proceed.");
        return new SeeOther("/signin/");
    }

    public static IResult Again(HttpContext context, IFormCollection sent) =>
        Page.Stale<ForgotPasswordPage>(new { Form = new ForgotPasswordForm { Email = sent["email"].ToString() }, IsStale = true });

    public static async Task<IResult> PostAsync(
        Guid id, string token, [FromForm] NewPasswordForm form, UserManager<User> users, Passwords passwords, NotejamDb db, Flash flash)
    {
        if (await OwnerOfAsync(users, id, token) is not { } user) return new RazorComponentResult<ResetPasswordPage>(new { Id = id, Token = token });
        if (form.Check() && Passwords.IsGuessable(form.NewPassword, user.Email!)) form.Refuse("new_password", Passwords.GuessableMessage);
        if (!form.IsValid) return Page.Again<ResetPasswordPage>(new { Form = form, Id = id, Token = token });
        // Not replaced: another request has used the link meanwhile.
        if (!await db.ReplacePasswordAsync(user, await passwords.HashAsync(user, form.NewPassword)))
            return new RazorComponentResult<ResetPasswordPage>(new { Id = id, Token = token });
        flash.Say("Your password is successfully changed.");
        return new SeeOther("/signin/");
    }

    public static string Path(User user, string token) =>
        $"/forgot-password/{user.Id}/{WebEncoders.Base64UrlEncode(Convert.FromBase64String(token))}/";

    /// <summary>The person whose link it is; null when it is wrong, used, or older than an hour.</summary>
    public static async Task<User?> OwnerOfAsync(UserManager<User> users, Guid id, string token) =>
        await users.FindByIdAsync(id.ToString()) is { } user
        && await users.VerifyUserTokenAsync(user, users.Options.Tokens.PasswordResetTokenProvider, UserManager<User>.ResetPasswordTokenPurpose, Decode(token)) ? user : null;

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

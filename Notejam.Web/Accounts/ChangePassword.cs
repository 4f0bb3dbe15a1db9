using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

/// <summary>A new password for somebody who is signed in and knows the old one.</summary>
sealed class ChangePassword(
    UserManager<User> users,
    Passwords passwords,
    AttemptLimiter attempts,
    KnownBrowser browser,
    CurrentUser current,
    NotejamDb db,
    TimeProvider time,
    Flash flash)
{
    /// <summary>
    /// It ends the session that asks for it, so that a form that was sent twice comes from one that has ended.
    /// </summary>
    [AnswersEndedSessions]
    public static async Task<Results<SeeOther, PageResult<SettingsPage>, ChallengeHttpResult>> PostAsync(
        [FromForm] ChangePasswordForm form, ChangePassword change, CurrentUser current, HttpContext context) =>
        current.HasEnded
            ? await change.AnswerEndedSessionAsync(form, context)
            : await change.AnswerAsync(form, context);

    async Task<Results<SeeOther, PageResult<SettingsPage>, ChallengeHttpResult>> AnswerAsync(
        ChangePasswordForm form, HttpContext context)
    {
        if (!form.Check()) return FormResults.Invalid<SettingsPage>(new { Form = form });
        var user = (await users.FindByIdAsync(current.Id.ToString()))!;
        var made = await TakeAsync(user, context);
        if (made.Wait is { } wait)
            return TooManyAttempts.Answer<SettingsPage>(context, wait, form, "current_password", new { Form = form });
        if (Passwords.IsGuessable(form.NewPassword, current.Email))
        {
            form.Refuse("new_password", Passwords.GuessableMessage);
            return FormResults.Invalid<SettingsPage>(new { Form = form });
        }
        var isDone = await ReplaceAsync(user, form);
        if (!isDone) isDone = await IsRepeatedAsync(user, form);
        if (isDone) return await GoOnAsync(user, made, context);
        form.Refuse("current_password", "Incorrect current password");
        return FormResults.Invalid<SettingsPage>(new { Form = form });
    }

    /// <summary>Nothing can be done any more, but what was done can be said.</summary>
    async Task<Results<SeeOther, PageResult<SettingsPage>, ChallengeHttpResult>> AnswerEndedSessionAsync(
        ChangePasswordForm form, HttpContext context)
    {
        if (!form.Check() || await users.FindByIdAsync(current.Id.ToString()) is not { } user)
            return TypedResults.Challenge();
        var made = await TakeAsync(user, context);
        if (made.Wait is not null || !await passwords.VerifyAsync(user, form.NewPassword))
            return TypedResults.Challenge();
        return await GoOnAsync(user, made, context);
    }

    Task<Attempt> TakeAsync(User user, HttpContext context) =>
        attempts.TakeAsync(Limit.ChangesOfNetwork.For(Network.Of(context)), OfAccount(user));

    static Bucket OfAccount(User user) => Limit.ChangesOfAccount.For(user.Id);

    async Task<bool> ReplaceAsync(User user, ChangePasswordForm form) =>
        await passwords.VerifyAsync(user, form.CurrentPassword)
        && await db.ReplacePasswordAsync(user, await passwords.HashAsync(user, form.NewPassword), time.GetUtcNow());

    /// <summary>The form was sent twice, and the first one did it. A second password, so a second try.</summary>
    async Task<bool> IsRepeatedAsync(User user, ChangePasswordForm form) =>
        await attempts.TakeAsync(OfAccount(user)) is { Wait: null }
        && await passwords.VerifyAsync(user, form.NewPassword);

    /// <summary>
    /// This browser goes on, under a new key: the request's own cookie handler still holds the one that has ended.
    /// </summary>
    async Task<Results<SeeOther, PageResult<SettingsPage>, ChallengeHttpResult>> GoOnAsync(
        User user, Attempt made, HttpContext context)
    {
        await attempts.GiveBackAsync(made);
        await attempts.ForgetAsync(OfAccount(user));
        var isIn = false;
        await context.InFreshScopeAsync(async services =>
            isIn = await services.GetRequiredService<SignInManager<User>>().TrySignInAsync(user));
        if (!isIn) return TypedResults.Challenge();
        browser.Remember(user);
        flash.Set("Your password is successfully changed.");
        return new SeeOther("/");
    }
}

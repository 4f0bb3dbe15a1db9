using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

/// <summary>A new password for somebody who is signed in and knows the old one.</summary>
sealed class ChangePassword(
    UserManager<User> users,
    Passwords passwords,
    Tries tries,
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
    public static Task<IResult> PostAsync(
        [FromForm] ChangePasswordForm form, ChangePassword change, CurrentUser current, HttpContext context) =>
        current.HasEnded ? change.AnswerAgainAsync(form, context) : change.AnswerAsync(form, context);

    async Task<IResult> AnswerAsync(ChangePasswordForm form, HttpContext context)
    {
        if (!form.Check()) return Page.Again<SettingsPage>(new { Form = form });
        var user = (await users.FindByIdAsync(current.Id.ToString()))!;
        var made = await TakeAsync(user, context);
        if (made.Wait is { } wait)
            return TooManyTries.Again<SettingsPage>(context, wait, form, "current_password", new { Form = form });
        if (Passwords.IsGuessable(form.NewPassword, current.Email))
        {
            form.Refuse("new_password", Passwords.GuessableMessage);
            return Page.Again<SettingsPage>(new { Form = form });
        }
        var isDone = await ReplaceAsync(user, form);
        if (!isDone) isDone = await IsRepeatedAsync(user, form);
        if (isDone) return await GoOnAsync(user, made, context);
        form.Refuse("current_password", "Incorrect current password");
        return Page.Again<SettingsPage>(new { Form = form });
    }

    /// <summary>Nothing can be done any more, but what was done can be said.</summary>
    async Task<IResult> AnswerAgainAsync(ChangePasswordForm form, HttpContext context)
    {
        if (!form.Check() || await users.FindByIdAsync(current.Id.ToString()) is not { } user)
            return Results.Challenge();
        var made = await TakeAsync(user, context);
        if (made.Wait is not null || !await passwords.VerifyAsync(user, form.NewPassword)) return Results.Challenge();
        return await GoOnAsync(user, made, context);
    }

    Task<Try> TakeAsync(User user, HttpContext context) =>
        tries.TakeAsync(Limit.ChangesOfNetwork.For(Network.Of(context)), OfAccount(user));

    static Bucket OfAccount(User user) => Limit.ChangesOfAccount.For(user.Id);

    async Task<bool> ReplaceAsync(User user, ChangePasswordForm form) =>
        await passwords.VerifyAsync(user, form.CurrentPassword)
        && await db.ReplacePasswordAsync(user, await passwords.HashAsync(user, form.NewPassword), time.GetUtcNow());

    /// <summary>The form was sent twice, and the first one did it. A second password, so a second try.</summary>
    async Task<bool> IsRepeatedAsync(User user, ChangePasswordForm form) =>
        await tries.TakeAsync(OfAccount(user)) is { Wait: null } && await passwords.VerifyAsync(user, form.NewPassword);

    /// <summary>
    /// This browser goes on, under a new key: the request's own cookie handler still holds the one that has ended.
    /// </summary>
    async Task<IResult> GoOnAsync(User user, Try made, HttpContext context)
    {
        await tries.GiveBackAsync(made);
        await tries.ForgetAsync(OfAccount(user));
        var isIn = false;
        await context.InFreshScopeAsync(async services =>
            isIn = await services.GetRequiredService<SignInManager<User>>().TrySignInAsync(user));
        if (!isIn) return Results.Challenge();
        browser.Remember(user);
        flash.Say("Your password is successfully changed.");
        return new SeeOther("/");
    }
}

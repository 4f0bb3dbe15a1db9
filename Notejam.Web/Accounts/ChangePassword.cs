using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

static class ChangePassword
{
    const string Incorrect = "Incorrect current password";

    public static async Task<IResult> PostAsync(
        [FromForm] ChangePasswordForm form,
        UserManager<User> users,
        Passwords passwords,
        CurrentUser current,
        NotejamDb db,
        Flash flash,
        HttpContext context)
    {
        if (form.Check() && Passwords.IsGuessable(form.NewPassword, current.Email)) form.Refuse("new_password", Passwords.GuessableMessage);
        if (!form.IsValid) return Page.Again<SettingsPage>(new { Form = form });
        var user = (await users.FindByIdAsync(current.Id.ToString()))!;
        if (!await passwords.CheckAsync(user, form.CurrentPassword)
            || !await db.ReplacePasswordAsync(user, await passwords.HashAsync(user, form.NewPassword)))
        {
            form.Refuse("current_password", Incorrect);
            return Page.Again<SettingsPage>(new { Form = form });
        }
        // This browser goes on, under a new key. The request's own cookie handler still holds the old one, which has ended.
        await context.InFreshScopeAsync(services =>
            services.GetRequiredService<SignInManager<User>>().SignInAsync(user, isPersistent: true));
        flash.Say("Your password is successfully changed.");
        return new SeeOther("/");
    }
}

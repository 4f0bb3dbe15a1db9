using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

static class ChangePassword
{
    const string Incorrect = "Incorrect current password";

    public static async Task<IResult> PostAsync([FromForm] ChangePasswordForm form, UserManager<User> users, Passwords passwords, CurrentUser current, NotejamDb db, Flash flash, HttpContext context)
    {
        var user = await users.FindByIdAsync(current.Id.ToString());
        if (form.Check() && Passwords.IsGuessable(form.NewPassword, current.Email)) form.Refuse("new_password", Passwords.GuessableMessage);
        if (form.IsValid && !await passwords.CheckAsync(user, form.CurrentPassword)) form.Refuse("current_password", Incorrect);
        if (!form.IsValid) return Page.Again<SettingsPage>(new { Form = form });
        // Whoever knew the old password is out everywhere; this browser goes on, under a new key. The sessions go first: if
        // the database goes away in between, nobody is left in.
        await db.Sessions.Where(s => s.UserId == user!.Id).ExecuteDeleteAsync();
        if (!(await users.ChangePasswordAsync(user!, form.CurrentPassword, form.NewPassword)).Succeeded)
        {
            // Another request has changed it since the check.
            form.Refuse("current_password", Incorrect);
            return Page.Again<SettingsPage>(new { Form = form });
        }
        // The request's own cookie handler would renew the session that it has read; a fresh one makes a new one.
        await context.InFreshScopeAsync(services => services.GetRequiredService<SignInManager<User>>().SignInAsync(user!, isPersistent: true));
        flash.Say("Your password is successfully changed.");
        return new SeeOther("/");
    }
}

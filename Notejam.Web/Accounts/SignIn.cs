using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

static class SignIn
{
    public static async Task<IResult> PostAsync(
        [FromForm] SignInForm form,
        UserManager<User> users,
        SignInManager<User> signIn,
        Passwords passwords,
        CurrentUser current,
        AccountMetrics metrics)
    {
        if (current.IsSignedIn) return new SeeOther(Local.PathOr(form.Next, "/"));
        if (!form.Check()) return Page.Again<SignInPage>(new { Form = form });
        var user = await users.FindByAddressAsync(form.Email);
        var succeeded = await passwords.CheckAsync(user, form.Password) && await OpenSessionAsync(signIn, user!);
        metrics.SignIn(succeeded);
        if (succeeded) return new SeeOther(Local.PathOr(form.Next, "/"));
        form.Refuse("email", "Wrong email or password");
        return Page.Again<SignInPage>(new { Form = form });
    }

    /// <summary>False if the password that was right a moment ago has been replaced since.</summary>
    static async Task<bool> OpenSessionAsync(SignInManager<User> signIn, User user)
    {
        try
        {
            await signIn.SignInAsync(user, isPersistent: true);
            return true;
        }
        catch (PasswordReplacedException)
        {
            return false;
        }
    }
}

static class SignOut
{
    public static async Task<IResult> PostAsync(SignInManager<User> signIn, HttpContext context)
    {
        await signIn.SignOutAsync();
        // Another person on this machine must not find pages in the browser's cache.
        context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        return new SeeOther("/signin/");
    }
}

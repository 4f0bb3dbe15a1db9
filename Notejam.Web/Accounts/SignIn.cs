using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

static class SignIn
{
    public static async Task<IResult> PostAsync([FromForm] SignInForm form, UserManager<User> users, SignInManager<User> signIn, Passwords passwords, CurrentUser current, AccountMetrics metrics)
    {
        if (current.IsSignedIn) return new SeeOther("/");
        if (!form.Check()) return Page.Again<SignInPage>(new { Form = form });
        var user = await users.FindByEmailAsync(form.Email);
        var right = await passwords.CheckAsync(user, form.Password);
        metrics.SignIn(right);
        if (!right)
        {
            form.Refuse("email", "Wrong email or password");
            return Page.Again<SignInPage>(new { Form = form });
        }
        await signIn.SignInAsync(user!, isPersistent: true);
        return new SeeOther(Local.PathOr(form.Next, "/"));
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

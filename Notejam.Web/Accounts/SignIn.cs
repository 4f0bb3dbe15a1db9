using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

static class SignIn
{
    public static async Task<Results<SeeOther, PageResult<SignInPage>>> PostAsync(
        [FromForm] SignInForm form,
        UserManager<User> users,
        SignInManager<User> signIn,
        SignInCheck check,
        KnownBrowser browser,
        CurrentUser current,
        AccountMetrics metrics,
        HttpContext context)
    {
        if (current.IsSignedIn) return AlreadySignedIn.Answer(context, form.Email, form.Next);
        if (!form.Check()) return FormResults.Invalid<SignInPage>(new { Form = form });
        var user = await users.FindByAddressAsync(form.Email);
        var verdict = await check.CheckAsync(user, form.Email, form.Password);
        if (verdict.Wait is { } wait)
        {
            metrics.SignInLimited();
            return TooManyAttempts.Answer<SignInPage>(context, wait, form, "email", new { Form = form });
        }
        var succeeded = verdict.Right && await signIn.TrySignInAsync(user!);
        metrics.SignIn(succeeded);
        if (!succeeded)
        {
            form.Refuse("email", "Wrong email or password");
            return FormResults.Invalid<SignInPage>(new { Form = form });
        }
        browser.Remember(user!);
        return new SeeOther(LocalUrl.Or(form.Next, "/"));
    }

    /// <summary>False if the password that was right a moment ago has been replaced since.</summary>
    public static async Task<bool> TrySignInAsync(this SignInManager<User> signIn, User user)
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

    /// <summary>
    /// From before another tab signed in, or out: the one is done, the other needs the password again.
    /// </summary>
    public static Results<SeeOther, PageResult<SignInPage>> AnswerStale(HttpContext context, IFormCollection sent)
    {
        var form = new SignInForm { Email = sent["email"].ToString(), Next = sent["next"].ToString() };
        return context.User.Identity!.IsAuthenticated
            ? AlreadySignedIn.Answer(context, form.Email, form.Next)
            : FormResults.Stale<SignInPage>(new { Form = form, IsStale = true });
    }
}

static class SignOut
{
    public static async Task<SeeOther> PostAsync(SignInManager<User> signIn, ViewerCookie viewer, HttpContext context)
    {
        await signIn.SignOutAsync();
        viewer.Leave(context);
        return new SeeOther("/signin/");
    }

    /// <summary>Somebody else has signed in since: whoever presses it must know who is signed out.</summary>
    public static PageResult<SignOutPage> AnswerStale(HttpContext context, IFormCollection sent) =>
        FormResults.Stale<SignOutPage>(new { IsStale = true });
}

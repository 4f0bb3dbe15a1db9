using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Notejam.ServiceDefaults.Telemetry;
using Notejam.Web.Accounts.Kept;
using Notejam.Web.Accounts.Mail;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

static class AccountSetup
{
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<IPasswordHasher<User>, NormalizingPasswordHasher>();
        services.AddIdentityCore<User>(identity =>
        {
            identity.User.RequireUniqueEmail = true;
            identity.User.AllowedUserNameCharacters = "";
            identity.Password = new()
            {
                RequiredLength = Passwords.Shortest,
                RequireDigit = false,
                RequireLowercase = false,
                RequireUppercase = false,
                RequireNonAlphanumeric = false,
            };
        }).AddEntityFrameworkStores<NotejamDb>().AddSignInManager().AddDefaultTokenProviders();
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = Passwords.Iterations);
        services.Configure<DataProtectionTokenProviderOptions>(reset => reset.TokenLifespan = TimeSpan.FromHours(1));
        services.AddScoped<Passwords>();
        services.AddScoped<AttemptLimiter>();
        services.AddScoped<SignInCheck>();
        services.AddScoped<KnownBrowser>();
        services.AddScoped<KeptKeys>();
        services.AddScoped<KeptForms>();
        services.AddHostedService<KeptCleanup>();
        services.AddScoped<SignUp>();
        services.AddScoped<ChangePassword>();
        services.AddScoped<ResetPassword>();
        services.AddSingleton(_ => new HashingQueue(HashingQueue.CoresToSpare));
        services.AddSingleton<ViewerCookie>();

        services.AddSingleton<ITicketStore, SessionStore>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme);
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme)
            .Configure<ITicketStore, SiteSettings>(SetUpCookie);
        services.AddAuthorization();
        services.AddInstruments<AccountMetrics>();
        builder.AddMail();
    }

    static void SetUpCookie(CookieAuthenticationOptions cookie, ITicketStore sessions, SiteSettings site)
    {
        cookie.SessionStore = sessions;
        // Only the row knows whether a session still lives; SessionStore prolongs it.
        cookie.ExpireTimeSpan = Session.Longest;
        cookie.SlidingExpiration = false;
        cookie.Cookie.Name = site.CookieName("notejam");
        cookie.Cookie.SecurePolicy = site.CookieSecure;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.LoginPath = "/signin/";
        cookie.ReturnUrlParameter = "next";
        cookie.Events.OnRedirectToLogin = async context =>
        {
            // What a form sent would be lost on the way: it waits here or, for whom we do not know, in a page of its own.
            // Signing out once more is done already.
            var isSignOut = context.Request.Path.StartsWithSegments("/signout");
            if (HttpMethods.IsPost(context.Request.Method) && !isSignOut)
            {
                var kept = context.HttpContext.RequestServices.GetRequiredService<KeptForms>();
                if (await kept.TryKeepAsync() is { } there)
                    await new SeeOther($"/signin/?next={there}").ExecuteAsync(context.HttpContext);
                else context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }
            // Home is where one lands anyway, and nobody wants to be asked to sign out after signing in.
            var asked = LocalUrl.Of(context.Request);
            var leadsHome = asked == "/" || isSignOut;
            context.Response.Redirect(leadsHome ? "/signin/" : $"/signin/?next={Uri.EscapeDataString(asked)}");
        };
    }
}

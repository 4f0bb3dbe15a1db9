namespace Notejam.Web.Accounts;

static class AccountRoutes
{
    public static void MapAccounts(this RouteGroupBuilder commands)
    {
        commands.MapPost("/signup/", SignUp.PostAsync).AllowAnonymous().RequireRateLimiting(AccountSetup.Hashing);
        commands.MapPost("/signin/", SignIn.PostAsync).AllowAnonymous().RequireRateLimiting(AccountSetup.Hashing);
        commands.MapPost("/signout/", SignOut.PostAsync);
        commands.MapPost("/forgot-password/", ResetPassword.PostRequest).AllowAnonymous();
        commands.MapPost("/forgot-password/{id:guid}/{token}/", ResetPassword.PostAsync).AllowAnonymous().RequireRateLimiting(AccountSetup.Hashing);
        commands.MapPost("/settings/", ChangePassword.PostAsync).RequireRateLimiting(AccountSetup.Hashing);
    }
}

namespace Notejam.Web.Accounts;

static class AccountRoutes
{
    public static void MapAccounts(this RouteGroupBuilder commands)
    {
        var hashing = commands.MapGroup("").AddEndpointFilter(new HashingCap());
        hashing.MapPost("/signup/", SignUp.PostAsync).AllowAnonymous();
        hashing.MapPost("/signin/", SignIn.PostAsync).AllowAnonymous();
        commands.MapPost("/signout/", SignOut.PostAsync);
        commands.MapPost("/forgot-password/", ResetPassword.PostRequest).AllowAnonymous();
        hashing.MapPost("/forgot-password/{id:guid}/{token}/", ResetPassword.PostAsync).AllowAnonymous();
        hashing.MapPost("/settings/", ChangePassword.PostAsync);
    }
}

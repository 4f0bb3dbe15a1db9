using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

static class AccountRoutes
{
    public static void MapAccounts(this RouteGroupBuilder commands)
    {
        var accounts = commands.MapGroup("").AddEndpointFilter(ShedAsync);
        accounts.MapPost("/signup/", SignUp.PostAsync).AllowAnonymous().WhenStale(SignUp.AnswerStale);
        accounts.MapPost("/signin/", SignIn.PostAsync).AllowAnonymous().WhenStale(SignIn.AnswerStale);
        accounts.MapPost("/signout/", SignOut.PostAsync).WhenStale(SignOut.AnswerStale);
        accounts.MapPost("/forgot-password/", ResetPassword.PostRequestAsync)
            .AllowAnonymous()
            .WhenStale(ResetPassword.AnswerStale);
        accounts.MapPost("/forgot-password/{id:guid}/{token}/", ResetPassword.PostAsync).AllowAnonymous();
        accounts.MapPost("/settings/", ChangePassword.PostAsync);
    }

    static async ValueTask<object?> ShedAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation);
        }
        catch (TooManyWaitException)
        {
            invocation.HttpContext.RequestServices.GetRequiredService<LoadMetrics>().Shed("hashing");
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}

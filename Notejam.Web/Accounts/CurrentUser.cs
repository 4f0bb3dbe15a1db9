using System.Security.Claims;

namespace Notejam.Web.Accounts;

/// <summary>
/// Whose request this is. Outside a signed-in request nobody's: every owner filter then matches nothing.
/// </summary>
sealed class CurrentUser(IHttpContextAccessor http)
{
    public const string Ended = "notejam:ended";

    /// <summary>The claim that changes with whatever the person's pages show.</summary>
    public const string Content = "notejam:content";

    ClaimsPrincipal? Principal => http.HttpContext?.User;

    public Guid Id => Guid.TryParse(Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : Guid.Empty;
    public string Email => Principal?.FindFirstValue(ClaimTypes.Email) ?? "";
    public bool IsSignedIn => Id != Guid.Empty;

    /// <summary>
    /// Was signed in until a moment ago; only where <see cref="AnswersEndedSessionsAttribute"/> allows it.
    /// </summary>
    public bool HasEnded => Principal?.HasClaim(c => c.Type == Ended) == true;
}

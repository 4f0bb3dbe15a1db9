using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Forms;

namespace Notejam.Web.Http;

/// <summary>What forms carry, so that nobody else's page can send them.</summary>
sealed class FormTokens(IAntiforgery antiforgery, IHttpContextAccessor http) : AntiforgeryStateProvider
{
    public override AntiforgeryRequestToken GetAntiforgeryToken()
    {
        var tokens = antiforgery.GetAndStoreTokens(http.HttpContext!);
        return new(tokens.RequestToken!, tokens.FormFieldName);
    }
}

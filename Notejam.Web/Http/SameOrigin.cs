namespace Notejam.Web.Http;

/// <summary>
/// The second defence against forged forms, before the token: a browser tells where a form comes from. Sec-Fetch-Site
/// decides where it is sent (https, and plain http on this machine), else Origin; a program that sends neither still
/// needs the token.
/// </summary>
static class SameOrigin
{
    public static void UseSameOrigin(this WebApplication app)
    {
        var site = app.Services.GetRequiredService<SiteSettings>();
        app.Use((context, next) =>
        {
            if (IsRead(context.Request.Method) || IsOwn(context.Request, site)) return next(context);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });
    }

    static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    static bool IsOwn(HttpRequest request, SiteSettings site)
    {
        var origin = request.Headers.Origin.ToString();
        return request.Headers["Sec-Fetch-Site"].ToString() switch
        {
            "same-origin" or "none" => true,
            "" when origin.Length == 0 => true,
            "" => IsSame(origin, $"{request.Scheme}://{request.Host}")
                || IsSame(origin, new Uri(site.PublicUrl).GetLeftPart(UriPartial.Authority)),
            _ => false,
        };
    }

    static bool IsSame(string origin, string other) => origin.Equals(other, StringComparison.OrdinalIgnoreCase);
}

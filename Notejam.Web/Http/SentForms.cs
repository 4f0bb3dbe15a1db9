using Microsoft.AspNetCore.Connections;

namespace Notejam.Web.Http;

static class SentForms
{
    public const int LargestBody = 1024 * 1024;

    /// <summary>Reads a form first of all: the antiforgery check would take one that it cannot read for one without a token.</summary>
    public static void UseForms(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            if (context.Request.ContentLength > LargestBody) throw new BadHttpRequestException("too large", StatusCodes.Status413PayloadTooLarge);
            if (HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType) await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception unreadable) when (unreadable is IOException or InvalidDataException or NotSupportedException)
        {
            // Broken off, broken, or in an encoding that nobody knows: none of it is a failure of ours.
            context.Response.StatusCode = unreadable is ConnectionResetException ? StatusCodes.Status499ClientClosedRequest
                : (unreadable as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            return;
        }
        await next(context);
    });

    /// <summary>
    /// The fields of a form that could not be saved, to be sent once more; none where a password is among them, which never
    /// goes back to the browser.
    /// </summary>
    public static async Task<IReadOnlyList<KeyValuePair<string, string>>> FieldsToSendAgainAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.HasFormContentType) return [];
        try
        {
            var form = await context.Request.ReadFormAsync(CancellationToken.None);
            return form.Keys.Any(k => k.Contains("password", StringComparison.OrdinalIgnoreCase)) ? [] : [.. form.Select(f => KeyValuePair.Create(f.Key, f.Value.ToString()))];
        }
        catch (Exception unreadable) when (unreadable is BadHttpRequestException or InvalidDataException or IOException)
        {
            return [];
        }
    }
}

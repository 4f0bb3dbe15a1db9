namespace Notejam.Web.Http;

static class SentForms
{
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

using Microsoft.AspNetCore.Antiforgery;

namespace Notejam.Web.Http;

/// <summary>
/// What a form sent that could not be taken: its page shows what was typed, and sends it once more. Passwords never go
/// back to a browser; a form that had some can be read, but must be filled in anew.
/// </summary>
public sealed record SentForm(IReadOnlyList<KeyValuePair<string, string>> Fields, string? Token, bool HadPassword)
{
    const string TokenField = "csrf";

    /// <summary>
    /// What people type into, under the words of the page that they know. The other fields are the form's own.
    /// </summary>
    static readonly Dictionary<string, string> Labels = new()
    {
        ["name"] = "Name",
        ["text"] = "Note",
        ["tags"] = "Tags",
        ["template"] = "Template note",
        ["line"] = "Line",
        ["email"] = "Email",
    };

    public IEnumerable<KeyValuePair<string, string>> TextFields =>
        Fields.Where(f => Labels.ContainsKey(f.Key) && f.Value.Length > 0);
    public IEnumerable<KeyValuePair<string, string>> HiddenFields => Fields.Where(f => !Labels.ContainsKey(f.Key));
    public bool HasText => TextFields.Any();

    /// <summary>Whether notes were ticked in a list.</summary>
    public bool HasChoice => Fields.Any(f => f.Key == "note");

    public bool CanBeSaved => HasText && !HadPassword;

    public static string Label(string field) => Labels[field];

    /// <summary>Null for what is no form, and for one that cannot be read.</summary>
    public static async Task<SentForm?> ReadAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.HasFormContentType) return null;
        try
        {
            var form = await context.Request.ReadFormAsync(CancellationToken.None);
            var fields = form
                .Where(f => f.Key != TokenField && !IsPassword(f.Key))
                .Select(f => KeyValuePair.Create(f.Key, f.Value.ToString()));
            return new SentForm([.. fields], form[TokenField], form.Keys.Any(IsPassword));
        }
        catch (Exception unreadable) when (unreadable is BadHttpRequestException or InvalidDataException or IOException)
        {
            return null;
        }
    }

    static bool IsPassword(string field) => field.Contains("password", StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// What an endpoint answers to a form whose token does not fit any more: it is from before somebody signed in or out,
/// in another tab. Without this the page of the status shows what was typed.
/// </summary>
sealed record StaleForm(Func<HttpContext, IFormCollection, IResult> Answer)
{
    public static bool IsStale(HttpContext context) =>
        context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false };
}

static class StaleForms
{
    public static void WhenStale(
        this RouteHandlerBuilder command, Func<HttpContext, IFormCollection, IResult> answer) =>
        command.WithMetadata(new StaleForm(answer));
}

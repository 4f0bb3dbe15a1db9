using Microsoft.AspNetCore.WebUtilities;

namespace Notejam.Web.Notes.Selection;

/// <summary>The same list, with or without boxes to tick.</summary>
static class SelectLink
{
    const string Key = "select";
    const string AllValue = "all";

    public static bool IsOn(string? select) => select is not null;

    public static bool IsAll(string? select) => select == AllValue;

    /// <summary>Of a list without boxes, the one with them.</summary>
    public static string To(string list) => With(list, Key);

    public static string On(string address) => To(Off(address));

    public static string All(string address) => With(Off(address), $"{Key}={AllValue}");

    public static string Off(string address)
    {
        var at = new Uri(address);
        var kept = QueryHelpers.ParseQuery(at.Query).Where(p => p.Key != Key);
        return QueryHelpers.AddQueryString(at.AbsolutePath, kept);
    }

    static string With(string list, string query) =>
        $"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
}

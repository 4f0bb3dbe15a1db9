using Microsoft.AspNetCore.WebUtilities;

namespace Notejam.Web.Notes.Selection;

/// <summary>The same list, with or without boxes to tick.</summary>
static class SelectLink
{
    const string Key = "select";
    const string AllValue = "all";

    public static bool IsOn(string? select) => select is not null;

    public static bool IsAll(string? select) => select == AllValue;

    public static string On(string address) => Of(address, [KeyValuePair.Create<string, string?>(Key, "")]).Replace(
        $"{Key}=", Key, StringComparison.Ordinal);

    public static string All(string address) => Of(address, [KeyValuePair.Create<string, string?>(Key, AllValue)]);

    public static string Off(string address) => Of(address, []);

    static string Of(string address, IEnumerable<KeyValuePair<string, string?>> more)
    {
        var at = new Uri(address);
        var kept = QueryHelpers.ParseQuery(at.Query)
            .Where(p => p.Key != Key)
            .Select(p => KeyValuePair.Create<string, string?>(p.Key, p.Value));
        return QueryHelpers.AddQueryString(at.AbsolutePath, [.. kept, .. more]);
    }
}

using Microsoft.AspNetCore.WebUtilities;

namespace Notejam.Web.Notes.Selection;

/// <summary>The same list, with or without boxes to tick.</summary>
static class SelectLink
{
    const string Key = "select";
    const string PadKey = "to";
    const string AllValue = "all";

    public static bool IsOn(string? select) => select is not null;

    /// <summary>Whether a note is ticked to begin with.</summary>
    public static bool Ticks(string? select, Guid note) =>
        select == AllValue || select?.Contains($"{note}", StringComparison.Ordinal) == true;

    /// <summary>Of a list without boxes, the one with them.</summary>
    public static string To(string list) => With(list, Key);

    public static string On(string address) => To(Off(address));

    /// <summary>Of a list without boxes, the one with these ticked and this pad chosen: as they were sent.</summary>
    public static string Again(string list, IReadOnlyCollection<Guid> notes, string? pad)
    {
        var ticked = notes.Count > 0 ? $"={string.Join(',', notes.Take(NoteList.PageSize))}" : "";
        var chosen = string.IsNullOrEmpty(pad) ? "" : $"&{PadKey}={Uri.EscapeDataString(pad)}";
        return With(list, $"{Key}{ticked}{chosen}");
    }

    public static string All(string address) => With(Off(address), $"{Key}={AllValue}");

    public static string Off(string address)
    {
        var at = new Uri(address);
        var kept = QueryHelpers.ParseQuery(at.Query).Where(p => p.Key is not (Key or PadKey));
        return QueryHelpers.AddQueryString(at.AbsolutePath, kept);
    }

    static string With(string list, string query) =>
        $"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
}

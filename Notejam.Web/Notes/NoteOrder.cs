namespace Notejam.Web.Notes;

/// <summary>The order of a list: by name or by last change, either way; ties by id.</summary>
public sealed record NoteOrder(string Value, bool ByName, bool Descending, string Words, string Before, string After)
{
    public static readonly NoteOrder Default = new(
        "-updated_at", ByName: false, Descending: true, "newest change first", "← Newer notes", "Older notes →");

    static readonly NoteOrder[] All =
    [
        Default,
        new("updated_at", ByName: false, Descending: false,
            "oldest change first", "← Older notes", "Newer notes →"),
        new("name", ByName: true, Descending: false, "by name", "← Previous notes", "Next notes →"),
        new("-name", ByName: true, Descending: true, "by name, backwards", "← Previous notes", "Next notes →"),
    ];

    public static NoteOrder Parse(string? value) => Array.Find(All, o => o.Value == value) ?? Default;

    /// <summary>
    /// What a column's heading links to: its natural order, or where it is the order already, the reverse.
    /// </summary>
    public string Toggle(bool byName)
    {
        var natural = byName ? "name" : Default.Value;
        return Value == natural ? Array.Find(All, o => o.ByName == byName && o.Value != natural)!.Value : natural;
    }

    public string? Sort(bool byName) => byName == ByName ? Descending ? "descending" : "ascending" : null;

    public string Arrow => Descending ? "↓" : "↑";
}

namespace Notejam.Web.Layout;

/// <summary>
/// Keys, and what for. An element that they press has them from here, and so has the sheet (ShortcutsPage). Those that
/// walk a list or leave a field are of keys.js and of the browser.
/// </summary>
/// <param name="Place">Where they work.</param>
/// <param name="Keys">As aria-keyshortcuts has them; one after another, which ARIA cannot say, by a space.</param>
sealed record Shortcut(string Place, string Words, string Keys)
{
    public static readonly Shortcut
        Search = new("Anywhere", "Search", "/"),
        NewNote = new("Anywhere", "New note", "n"),
        AllNotes = new("Anywhere", "All notes", "g h"),
        Sheet = new("Anywhere", "This sheet", "?"),
        Next = new("In a list", "Next note", "j"),
        Previous = new("In a list", "Previous note", "k"),
        Open = new("In a list", "Open", "Enter"),
        Select = new("In a list", "Select", "x"),
        Done = new("In a list", "Done selecting", "Escape"),
        Edit = new("On a note", "Edit", "e"),
        Pin = new("On a note", "Pin or unpin", "p"),
        Save = new("While writing", "Save", "Control+Enter"),
        Leave = new("While writing", "Leave the field", "Escape");

    public static IReadOnlyList<Shortcut> All { get; } =
        [Search, NewNote, AllNotes, Sheet, Next, Previous, Open, Select, Done, Edit, Pin, Save, Leave];

    /// <summary>As they stand on keyboards.</summary>
    public IEnumerable<string> Names => Keys.Split(' ', '+').Select(key => key switch
    {
        "Control" => "Ctrl",
        "Escape" => "Esc",
        _ => key,
    });
}

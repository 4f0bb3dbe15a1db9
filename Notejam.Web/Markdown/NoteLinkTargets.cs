using System.Globalization;

namespace Notejam.Web.Markdown;

/// <summary>Which notes have the names that links of a text say.</summary>
/// <param name="Notes">By name; null where there is no such note.</param>
public sealed record NoteLinkTargets(IReadOnlyDictionary<string, Guid?> Notes)
{
    public static NoteLinkTargets None { get; } = new(new Dictionary<string, Guid?>());

    public bool Knows(string name, out Guid? note) => Notes.TryGetValue(name, out note);

    /// <summary>Of other targets another: with the text it says how a note reads.</summary>
    public string Key => string.Concat(Notes.Select(n =>
        string.Create(CultureInfo.InvariantCulture, $"\0{n.Key}\0{n.Value}")));
}

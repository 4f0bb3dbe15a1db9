namespace Notejam.Web.Search;

/// <summary>A tag that a note has or, if negated, has not.</summary>
public sealed record TagTerm(string Tag, bool IsNegated)
{
    /// <summary>In the index a tag stands with the sign that no word has (migration TagNotes).</summary>
    public static string Condition(string mark, string tag) => $"'{mark}#{tag}'";

    /// <summary>As it can be typed to mean the same.</summary>
    public override string ToString() => $"{(IsNegated ? "-" : "")}#{Tag}";
}

using System.Globalization;
using Notejam.Web.Http;

namespace Notejam.Web.Search;

/// <summary>What somebody looks for, as a program reads it.</summary>
/// <param name="Typed">What it was read from.</param>
/// <param name="Pads">In one of these; in any where none is named.</param>
/// <param name="Before">Last changed before this day.</param>
/// <param name="After">Last changed after this day.</param>
/// <param name="IsCut">Whether more was typed than is searched.</param>
public sealed record SearchQuery(
    string Typed,
    IReadOnlyList<SearchTerm> Terms,
    IReadOnlyList<TagTerm> Tags,
    IReadOnlyList<string> Pads,
    bool InTrash,
    bool IsPinned,
    bool IsArchived,
    bool WithTask,
    DateOnly? Before,
    DateOnly? After,
    bool IsCut)
{
    public bool IsEmpty => !Parts.Any();

    /// <summary>Every note of the owner that has the words and tags, and none that has what is negated.</summary>
    public string Condition(string mark) => string.Join(
        " & ",
        [
            $"'{mark}'",
            .. Terms.Select(t => Signed(t.IsNegated, t.Condition(mark))),
            .. Tags.Select(t => Signed(t.IsNegated, TagTerm.Condition(mark, t.Tag))),
        ]);

    /// <summary>The words that a name is praised for: all of them, or any; nothing where there are none.</summary>
    public string Wanted(string mark, string join) =>
        string.Join(join, Terms.Where(t => !t.IsNegated).Select(t => t.Condition(mark)));

    /// <summary>The parts, each as it can be typed to mean the same.</summary>
    public IEnumerable<string> Parts =>
    [
        .. Terms.Select(t => t.ToString()),
        .. Tags.Select(t => t.ToString()),
        .. Pads.Select(p => $"pad:\"{p}\""),
        .. InTrash ? ["is:trash"] : Array.Empty<string>(),
        .. IsPinned ? ["is:pinned"] : Array.Empty<string>(),
        .. IsArchived ? ["is:archived"] : Array.Empty<string>(),
        .. WithTask ? ["has:task"] : Array.Empty<string>(),
        .. Before is { } before ? [$"before:{Day(before)}"] : Array.Empty<string>(),
        .. After is { } after ? [$"after:{Day(after)}"] : Array.Empty<string>(),
    ];

    public override string ToString() => string.Join(' ', Parts);

    static string Signed(bool isNegated, string condition) => isNegated ? $"!{condition}" : condition;

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static SearchQuery Parse(string? typed) => SearchParser.Read(TextInput.Line(typed));
}

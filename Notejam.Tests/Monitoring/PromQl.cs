using System.Text.RegularExpressions;

namespace Notejam.Tests.Monitoring;

static partial class PromQl
{
    static readonly string[] Words =
    [
        "and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right",
        "offset", "bool", "inf", "nan",
    ];

    const string Comment = @"#[^\n]*";

    const string Text = @"""(\\.|[^""])*""|'(\\.|[^'])*'";

    const string Selector = @"\{[^}]*\}";

    const string Range = @"\[[^\]]*\]";

    const string Labels = @"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)";

    const string Number = @"\b\d[\w.]*";

    /// <summary>
    /// The names of the metrics that a query reads: what is left without comments, strings, selectors, label lists,
    /// ranges and functions.
    /// </summary>
    public static IEnumerable<string> Names(string query) =>
        Name().Matches(NotNames().Replace(query, " "))
            .Select(m => m.Value)
            .Where(n => !Words.Contains(n.ToLowerInvariant()))
            .Distinct();

    [GeneratedRegex($"{Comment}|{Text}|{Selector}|{Range}|{Labels}|{Number}", RegexOptions.IgnoreCase)]
    private static partial Regex NotNames();

    [GeneratedRegex(@"[a-zA-Z_:][\w:]*(?![\w:]|\s*\()")]
    private static partial Regex Name();
}

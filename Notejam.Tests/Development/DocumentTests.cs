using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Development;

/// <summary>The documents are short where a newcomer reads first, lead to what exists, and say when and why.</summary>
public sealed partial class DocumentTests
{
    const int Columns = 120;

    static readonly string[] Documents = [.. Repository.Files("*.md")];

    static readonly string[] Decisions =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs", "decisions"), "0*.md")
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void The_README_has_at_most_90_lines_of_120_columns()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));
        Assert.InRange(lines.Length, 1, 90);
        Assert.DoesNotContain(lines, line => line.Length > Columns);
    }

    /// <summary>
    /// Rows of tables and code cannot be broken, and results of benchmarks are kept as they were printed.
    /// </summary>
    [Fact]
    public void Prose_has_at_most_120_columns()
    {
        var prose = Documents.Where(d => !d.Contains("/results/", StringComparison.Ordinal))
            .SelectMany(d => Code().Replace(File.ReadAllText(d), "").Split('\n'));
        Assert.DoesNotContain(prose, line => line.Length > Columns && !IsRow(line) && !IsOneCode(line));
    }

    [Fact]
    public void Every_link_leads_to_a_file_and_to_a_heading_in_it()
    {
        var links = Documents.SelectMany(d => LinksOf(d).Select(link => (Document: d, Link: link))).ToList();
        Assert.True(links.Count > 100, $"only {links.Count} links");
        var dead = links.Where(l => !Leads(l.Document, l.Link));
        Assert.Empty(dead.Select(l => $"{Path.GetRelativePath(Repository.Root, l.Document)}: {l.Link}"));
    }

    [Fact]
    public void Every_decision_has_a_date_a_status_and_consequences()
    {
        Assert.NotEmpty(Decisions);
        Assert.All(Decisions, file => Assert.Matches(Record(), File.ReadAllText(file)));
        Assert.Equal(Enumerable.Range(1, Decisions.Length), Decisions.Select(NumberOf));
        Assert.All(Decisions, file =>
            Assert.StartsWith($"# {NumberOf(file):000} ", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public void The_list_of_decisions_has_each()
    {
        var list = File.ReadAllText(Path.Combine(Repository.Root, "docs", "decisions", "README.md"));
        Assert.All(Decisions, file => Assert.Contains($"({Path.GetFileName(file)})", list, StringComparison.Ordinal));
    }

    static int NumberOf(string decision) =>
        int.Parse(Path.GetFileName(decision)[..3], System.Globalization.CultureInfo.InvariantCulture);

    static IEnumerable<string> LinksOf(string document)
    {
        var text = Code().Replace(File.ReadAllText(document), "");
        return Link().Matches(text).Concat(Source().Matches(text)).Select(m => m.Groups[1].Value);
    }

    static bool Leads(string document, string link)
    {
        var parts = link.Split('#');
        var file = parts[0].Length == 0 ? document : Path.GetFullPath(parts[0], Path.GetDirectoryName(document)!);
        if (Directory.Exists(file)) return parts.Length == 1;
        return File.Exists(file) && (parts.Length == 1 || Headings(file).Contains(parts[1]));
    }

    /// <summary>As GitHub names them.</summary>
    static IEnumerable<string> Headings(string document) =>
        Heading().Matches(Code().Replace(File.ReadAllText(document), ""))
            .Select(m => NotInAnchors().Replace(m.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    static bool IsRow(string line) => line.TrimStart().StartsWith('|');

    static bool IsOneCode(string line) => OneCode().IsMatch(line);

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^\s*`[^`]+`[.;:]?$")]
    private static partial Regex OneCode();

    [GeneratedRegex(@"\]\((?!https?:|mailto:)([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"<img src=""([^""]+)""")]
    private static partial Regex Source();

    [GeneratedRegex(@"^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"^# \d{3} .+\n\n- Date: \d{4}-\d\d-\d\d\n- Status: \w.*\n\n(.|\n)*\n## Consequences\n\n\S")]
    private static partial Regex Record();
}

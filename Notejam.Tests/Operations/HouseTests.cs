using System.Text;
using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

/// <summary>The limits that keep the house small enough to read, and the documents true to it.</summary>
public sealed partial class HouseTests
{
    [Fact]
    public void No_file_written_by_hand_has_more_than_250_lines_and_Program_not_more_than_80()
    {
        var files = Repository.Files("*")
            .Where(f => Written().IsMatch(f) && !NotWritten().IsMatch(Path.GetRelativePath(Repository.Root, f)));
        Assert.DoesNotContain(files, f => File.ReadLines(f).Count() > 250);
        Assert.True(File.ReadLines(Path.Combine(Repository.Root, "Notejam.Web", "Program.cs")).Count() <= 80);
    }

    /// <summary>At most 120, and ten more where a string would be torn.</summary>
    [Fact]
    public void No_line_written_by_hand_has_more_than_130_columns()
    {
        var files = Repository.Files("*")
            .Where(f => Code().IsMatch(f) && !NotWritten().IsMatch(Path.GetRelativePath(Repository.Root, f)));
        var lines = files.SelectMany(f => File.ReadLines(f).Select(line => (File: f, Line: line))).ToList();
        Assert.True(lines.Count > 30_000, $"only {lines.Count} lines were read");
        Assert.DoesNotContain(lines, l => l.Line.Length > 130);
    }

    /// <summary>The build holds C# to its format (IDE0055); this holds the scripts to theirs.</summary>
    [Fact]
    public async Task Shellcheck_objects_to_no_script()
    {
        string[] scripts =
        [
            ".ci/run", .. Repository.Files("*.sh").Select(f => Path.GetRelativePath(Repository.Root, f)),
        ];
        Assert.True(scripts.Length > 30, $"only {scripts.Length} scripts were found");
        var (exit, output) = await Tool.RunAsync("shellcheck", "", scripts);
        Assert.True(exit == 0, output);
    }

    [Fact]
    public void The_one_stylesheet_and_all_scripts_are_under_20_KB_each_and_a_module_under_80_lines()
    {
        var wwwroot = Path.Combine(Repository.Root, "Notejam.Web", "wwwroot");
        var stylesheet = Assert.Single(Directory.GetFiles(wwwroot, "*.css", SearchOption.AllDirectories));
        Assert.True(new FileInfo(stylesheet).Length < 20 * 1024);
        var modules = Directory.GetFiles(wwwroot, "*.js", SearchOption.AllDirectories);
        Assert.All(modules, f => Assert.True(File.ReadLines(f).Count() < 80));
        // Their comments are for whoever reads them.
        var code = modules.SelectMany(File.ReadLines)
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal));
        Assert.InRange(code.Sum(line => Encoding.UTF8.GetByteCount(line) + 1), 1, 20 * 1024);
    }

    [Fact]
    public void The_screenshots_in_the_documents_weigh_less_than_300_KB()
    {
        var screenshots = Directory.GetFiles(Path.Combine(Repository.Root, "docs", "screenshots"));
        Assert.InRange(screenshots.Sum(f => new FileInfo(f).Length), 1, 300 * 1024);
    }

    [Fact]
    public void Every_test_that_the_contract_names_exists()
    {
        var contract = File.ReadAllText(Path.Combine(Repository.Root, "docs", "contract.md"));
        var named = TestName().Matches(contract).Select(m => m.Groups[1].Value).ToHashSet();
        var existing = typeof(HouseTests).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods().Select(m => $"{t.Name}.{m.Name}"))
            .ToHashSet();
        Assert.True(named.Count > 80, $"only {named.Count} tests are named");
        Assert.Empty(named.Except(existing));
    }

    [Fact]
    public void The_read_that_the_house_shows_is_the_one_of_the_application()
    {
        var house = File.ReadAllText(Path.Combine(Repository.Root, "docs", "house.md"));
        var source = File.ReadAllText(Path.Combine(Repository.Root, "Notejam.Web", "Notes", "NoteRead.cs"));
        var shown = house.Split("```csharp\n")[1].Split("```")[0].Replace("...", "", StringComparison.Ordinal);
        Assert.All(shown.Split('\n'), line => Assert.Contains(line.TrimEnd(), source, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\.(cs|razor|js|sh|sql|csproj|props|md)$|/\.ci/run$")]
    private static partial Regex Written();

    [GeneratedRegex(@"\.(cs|razor|js|mjs|sh|sql|tf|hcl|yml|yaml|csproj|props|pubxml)$|/(Dockerfile|\.ci/run)$")]
    private static partial Regex Code();

    [GeneratedRegex(@"(^|/)(obj|Migrations)/")]
    private static partial Regex NotWritten();

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex TestName();
}

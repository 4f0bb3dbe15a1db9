using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

/// <summary>
/// MSBuild ignores a property that nobody reads, so a misspelt one is silent: these ask for its effect and for its
/// readers.
/// </summary>
public sealed partial class BuildSettingsTests
{
    /// <summary>The files that the SDK puts beside the programs, in a build as in a publish.</summary>
    [Theory]
    [InlineData("Notejam.Web", "System.GC.Server", "false")]
    [InlineData("Notejam.Web", "System.GC.Concurrent", "false")]
    [InlineData("Notejam.Web", "System.Runtime.TieredPGO", "true")]
    [InlineData("Notejam.Web", "System.GC.HeapHardLimitPercent", "35")]
    [InlineData("Notejam.Web", "System.GC.Gen0MaxBudget", "16777216")]
    [InlineData("Notejam.Web", "System.Threading.ThreadPool.UnfairSemaphoreSpinLimit", "0")]
    [InlineData("Notejam.Backup", "System.GC.Server", "false")]
    [InlineData("Notejam.Backup", "System.GC.Concurrent", "false")]
    public void A_program_runs_as_its_project_says(string program, string setting, string value)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{program}.runtimeconfig.json");
        using var config = JsonDocument.Parse(File.ReadAllText(file));
        var settings = config.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        Assert.True(settings.TryGetProperty(setting, out var found), $"{program} leaves {setting} to the SDK");
        Assert.Equal(value, found.GetRawText());
    }

    [Fact]
    public void Every_property_that_is_set_is_read_by_the_SDK_or_a_package()
    {
        var read = PropertiesThatAreRead();
        Assert.DoesNotContain("ServerGarbageCollector", read);
        Assert.Equal([], PropertiesThatAreSet().Except(read));
    }

    static SortedSet<string> PropertiesThatAreSet()
    {
        string[] patterns = ["*.csproj", "*.pubxml", "Directory.*.props"];
        var projects = patterns.SelectMany(Repository.Files);
        var inProjects = projects.SelectMany(f => XDocument.Load(f).Descendants("PropertyGroup").Elements())
            .Select(property => property.Name.LocalName);
        var onCommandLines = Repository.Files("Dockerfile").Concat(Repository.Files("*.sh"))
            .SelectMany(f => OnCommandLine().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value);
        return [.. inProjects, .. onCommandLines];
    }

    /// <summary>In the build files of the SDK and of every package that a project here imports.</summary>
    static HashSet<string> PropertiesThatAreRead()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var sdks = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "sdk"));
        return [.. ImportedFolders().Append(sdks).SelectMany(BuildFiles).SelectMany(Reads)];
    }

    /// <summary>NuGet's restore writes down what it imports: in one kind of file also where packages are.</summary>
    static IEnumerable<string> ImportedFolders()
    {
        var restored = Repository.Files("*.nuget.g.props").Concat(Repository.Files("*.nuget.g.targets"));
        var generated = string.Concat(restored.Select(File.ReadAllText));
        var root = PackageRoot().Match(generated).Groups[1].Value;
        var files = Imports().Matches(generated).Select(m => Path.Combine(root, m.Groups[1].Value));
        return files.Select(f => Path.GetDirectoryName(f)!).Distinct().Where(Directory.Exists);
    }

    static IEnumerable<string> BuildFiles(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".targets" or ".props");

    static IEnumerable<string> Reads(string file) =>
        Read().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"-p:(\w+)=")]
    private static partial Regex OnCommandLine();

    [GeneratedRegex(@"\$\((\w+)[).]")]
    private static partial Regex Read();

    [GeneratedRegex("<NuGetPackageRoot[^>]*>([^<]+)<")]
    private static partial Regex PackageRoot();

    [GeneratedRegex(@"<Import Project=""\$\(NuGetPackageRoot\)([^""]+)""")]
    private static partial Regex Imports();
}

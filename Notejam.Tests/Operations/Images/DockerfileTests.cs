using System.Text.RegularExpressions;
using System.Xml.Linq;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations.Images;

/// <summary>What a build would only show by being slow, or on a machine with podman.</summary>
public sealed class DockerfileTests
{
    public static TheoryData<string> Projects => ["Notejam.Web", "Notejam.Backup"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Packages_are_restored_before_sources_are_copied_for_every_project_that_is_needed(string project)
    {
        var lines = Read(project).Replace("\\\n  ", "", StringComparison.Ordinal).Split('\n').ToList();
        var restore = lines.FindIndex(l => l.StartsWith($"RUN dotnet restore {project}", StringComparison.Ordinal));
        foreach (var needed in Needed(project))
        {
            Assert.InRange(lines.IndexOf($"COPY {needed}/{needed}.csproj {needed}/packages.lock.json {needed}/"), 0, restore);
            Assert.InRange(lines.IndexOf($"COPY {needed} {needed}"), restore, lines.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void It_ends_without_the_SDK_and_without_root(string project)
    {
        var stages = Regex.Split(Read(project), "(?m)^FROM ").Skip(1).ToList();
        Assert.StartsWith("mcr.microsoft.com/dotnet/sdk:10.0 AS build\n", stages[0], StringComparison.Ordinal);
        Assert.StartsWith("mcr.microsoft.com/dotnet/aspnet:10.0", stages[^1], StringComparison.Ordinal);
        Assert.Contains("\nUSER 1654\n", stages[^1], StringComparison.Ordinal);
        Assert.Contains("\nEXPOSE ", stages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_what_was_built_here_nor_the_history_nor_a_secret_gets_into_a_build()
    {
        var ignored = File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore"));
        HashSet<string> expected =
            ["**/bin", "**/obj", ".git", "artifacts", "infrastructure", "manifests", "Notejam.Tests"];
        Assert.Superset(expected, ignored.ToHashSet());
    }

    static IEnumerable<string> Needed(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, project, $"{project}.csproj"))
            .Descendants("ProjectReference")
            .Select(r => Regex.Match(r.Attribute("Include")!.Value, @"([\w.]+)\.csproj$").Groups[1].Value)
            .SelectMany(Needed)
            .Prepend(project);

    static string Read(string project) => File.ReadAllText(Path.Combine(Repository.Root, project, "Dockerfile"));
}

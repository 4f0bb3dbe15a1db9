using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations.Images;

public sealed class SbomTests
{
    [Fact]
    public async Task It_lists_every_package_that_was_restored_and_its_version()
    {
        var (exit, output) = await Tool.RunAsync(Path.Combine(Repository.Root, "eng", "sbom.sh"), "");
        Assert.True(exit == 0, output);
        foreach (var project in new[] { "Notejam.Web", "Notejam.Backup" })
        {
            var bom = await ReadAsync("artifacts", "sbom", $"{project.Split('.')[1].ToLowerInvariant()}.json");
            var assets = await ReadAsync(project, "obj", "project.assets.json");
            var restored = assets["libraries"]!.AsObject()
                .Where(l => l.Value.Text("type") == "package")
                .Select(l => l.Key);
            Assert.NotEmpty(restored);
            var listed = bom.Each("components").Select(c => $"{c.Text("name")}/{c.Text("version")}");
            Assert.Equal([], restored.Except(listed));
        }
    }

    static async Task<JsonNode> ReadAsync(params string[] path)
    {
        var file = Path.Combine([Repository.Root, .. path]);
        return JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
    }
}

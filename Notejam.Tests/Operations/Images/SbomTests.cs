using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;
using Notejam.Tests.Manifests;

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
            var restored = (await ReadAsync(project, "obj", "project.assets.json"))["libraries"]!.AsObject().Where(l => l.Value.Text("type") == "package").Select(l => l.Key);
            Assert.NotEmpty(restored);
            Assert.Equal([], restored.Except(bom.Each("components").Select(c => $"{c.Text("name")}/{c.Text("version")}")));
        }
    }

    static async Task<JsonNode> ReadAsync(params string[] path) => JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine([Repository.Root, .. path]), TestContext.Current.CancellationToken))!;
}

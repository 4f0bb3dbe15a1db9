using Notejam.Tests.Hosting;

namespace Notejam.Tests.Manifests;

/// <summary>eng/overlay.sh: a release is an overlay with two digests.</summary>
public sealed class OverlayScriptTests
{
    const string Digest = "sha256:" + Cluster.WebDigest;

    [Theory]
    [InlineData("production", "notejam/web:1.0.0", $"notejam/backup@{Digest}")]
    [InlineData("production", $"notejam/web@{Digest}", "notejam/backup")]
    [InlineData("production", "notejam/web@sha256:0123", $"notejam/backup@{Digest}")]
    [InlineData("productoin", $"notejam/web@{Digest}", $"notejam/backup@{Digest}")]
    [InlineData("production", $"notejam/web@{Digest}")]
    [InlineData]
    public async Task It_refuses_what_is_no_environment_or_no_digest(params string[] arguments)
    {
        var (exit, output) = await Tool.RunAsync(Path.Combine(Repository.Root, "eng", "overlay.sh"), "", arguments);
        Assert.Equal(2, exit);
        Assert.StartsWith("Usage: eng/overlay.sh", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_release_is_the_same_everywhere()
    {
        var images = new List<string[]>();
        foreach (var environment in Cluster.Environments)
            images.Add([.. (await Cluster.RenderAsync(environment)).Workloads.Where(w => w.Namespace == "notejam").SelectMany(w => w.Containers).Select(c => c.Text("image")).Order()]);
        Assert.Equal(3, images[0].Length);
        Assert.All(images, i => Assert.Equal(images[0], i));
    }
}

using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;
using Notejam.Tests.Manifests;

namespace Notejam.Tests.Delivery;

/// <summary>The scripts have one list of images, with which Terraform, Kubernetes and the Dockerfiles agree.</summary>
public sealed partial class ImageListTests
{
    static readonly string Root = Repository.Root;

    [Fact]
    public async Task Each_image_has_the_Dockerfile_of_its_project()
    {
        var projects = await SourceAsync("""for image in "${images[@]}"; do project_of "$image"; done""");
        var built = Repository.Files("Dockerfile").Select(f => Path.GetRelativePath(Root, Path.GetDirectoryName(f)!));
        Assert.Equal(built.Order(), projects.Order());
    }

    [Fact]
    public async Task Each_image_has_a_registry()
    {
        var registry = await File.ReadAllTextAsync(
            Path.Combine(Root, "infrastructure", "terraform", "registry.tf"), TestContext.Current.CancellationToken);
        var repositories = Quoted().Matches(Registry().Match(registry).Groups[1].Value).Select(m => m.Groups[1].Value);
        Assert.Equal(await ImagesAsync(), repositories);
    }

    /// <summary>For those a deployment waits.</summary>
    [Fact]
    public async Task Each_image_runs_as_the_Deployment_of_its_name()
    {
        var cluster = await Cluster.RenderAsync("production");
        var ours = cluster.Of("Deployment").Where(d => d.Text("metadata/namespace") == "notejam");
        Assert.Equal((await ImagesAsync()).Order(), ours.Select(d => d.Text("metadata/name")).Order());
    }

    static Task<string[]> ImagesAsync() => SourceAsync("""printf '%s\n' "${images[@]}" """);

    static async Task<string[]> SourceAsync(string command)
    {
        var (exit, output) = await Tool.RunAsync("bash", "", "-euc", $". eng/lib/images.sh; {command}");
        Assert.True(exit == 0, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"images = local\.production \? toset\(\[(.*?)\]\)")]
    private static partial Regex Registry();

    [GeneratedRegex(@"""(\w+)""")]
    private static partial Regex Quoted();
}

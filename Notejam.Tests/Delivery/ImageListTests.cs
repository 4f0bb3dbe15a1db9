using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;
using Notejam.Tests.Manifests;

namespace Notejam.Tests.Delivery;

/// <summary>eng/lib/images.sh is the scripts' one list of images; Terraform, Kubernetes and the Dockerfiles agree.</summary>
public sealed partial class ImageListTests
{
    static readonly string Root = Repository.Root;

    [Fact]
    public async Task Each_image_has_the_Dockerfile_of_its_project()
    {
        var listed = (await SourceAsync("""for i in "${images[@]}"; do echo "$(project_of "$i")/Dockerfile"; done""")).Order();
        var there = Repository.Files("Dockerfile").Select(f => Path.GetRelativePath(Root, f));
        Assert.Equal(there.Order(), listed);
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

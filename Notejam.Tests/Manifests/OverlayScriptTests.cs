using System.Text.Json;
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
        {
            var ours = (await Cluster.RenderAsync(environment)).Workloads.Where(w => w.Namespace == "notejam");
            images.Add([.. ours.SelectMany(w => w.Containers).Select(c => c.Text("image")).Order()]);
        }
        Assert.Equal(3, images[0].Length);
        Assert.All(images, i => Assert.Equal(images[0], i));
    }

    [Theory]
    [InlineData("Site__PublicUrl=https://notes.example.org:8443")]
    [InlineData("Site__PublicUrl=https://example.org/notes")]
    [InlineData("Site__PublicUrl=http://notes.example.org")]
    [InlineData("")]
    public async Task It_refuses_an_address_that_the_load_balancer_does_not_serve(string address)
    {
        using var copy = new Copy();
        copy.Change("manifests/overlays/production/web.env", "Site__PublicUrl=https://notes.example.org", address);
        var (exit, output) = await copy.OverlayAsync();
        Assert.Equal(2, exit);
        var given = address.Length > 0 ? address : "Site__PublicUrl is missing";
        var told = $"manifests/overlays/production/web.env: {given}. It must be https:// and the name of a host";
        Assert.Contains(told, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_only_the_base_has_rolls_the_pods_when_it_changes()
    {
        using var copy = new Copy();
        var before = await copy.WebAsync();
        copy.Change("manifests/base/web/kustomization.yaml", "in_memory", "disk");
        Assert.NotEqual(before, await copy.WebAsync());
    }

    [Fact]
    public async Task First_comes_all_but_the_Deployments_and_then_all_but_the_Job()
    {
        using var copy = new Copy();
        var all = await copy.RenderAsync("");
        Assert.Equal(Names(all.Without("Deployment")), Names(await copy.RenderAsync("-migrate")));
        Assert.Equal(Names(all.Without("Job")), Names(await copy.RenderAsync("-run")));
    }

    [Theory]
    [InlineData("-migrate")]
    [InlineData("-run")]
    public async Task A_text_that_looks_like_another_object_is_not_taken_for_one(string part)
    {
        const string Text = "kind: Deployment\n--- no object begins here\nkind: Job\n";
        const string Last = "automountServiceAccountToken: false\n";
        var map = $"""
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: text
            data:
              text: {JsonSerializer.Serialize(Text)}

            """;
        using var copy = new Copy();
        copy.Change("manifests/components/backup/service-account.yaml", Last, Last + map);
        Assert.Equal(Text, (await copy.RenderAsync(part)).Find("ConfigMap/text").Text("data/text"));
    }

    static IEnumerable<string> Names(Cluster cluster) => cluster.Objects.Select(Cluster.NameOf).Order();

    /// <summary>The manifests, to be changed.</summary>
    sealed class Copy : IDisposable
    {
        readonly string folder = TempFolder.Create("overlay");

        public Copy()
        {
            var files = new[] { "manifests", "eng" }
                .Select(source => Path.Combine(Repository.Root, source))
                .SelectMany(source => Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories));
            foreach (var file in files)
            {
                var copied = Path.Combine(folder, Path.GetRelativePath(Repository.Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copied)!);
                File.Copy(file, copied);
            }
        }

        public void Change(string file, string from, string to)
        {
            var path = Path.Combine(folder, file);
            var text = File.ReadAllText(path);
            Assert.Contains(from, text, StringComparison.Ordinal);
            File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
        }

        public Task<(int Exit, string Output)> OverlayAsync() =>
            Tool.RunAsync(
                Path.Combine(folder, "eng", "overlay.sh"), "", "production",
                $"registry.example.org/notejam/web@{Digest}", $"registry.example.org/notejam/backup@{Digest}");

        /// <summary>The template of web's pods.</summary>
        public async Task<string> WebAsync() =>
            (await RenderAsync("")).Find("Deployment/web").At("spec/template")!.ToJsonString();

        /// <param name="part">The end of the folder's name: nothing, -migrate or -run.</param>
        public async Task<Cluster> RenderAsync(string part)
        {
            var (exit, output) = await OverlayAsync();
            Assert.True(exit == 0, output);
            return new Cluster(await Cluster.KustomizeAsync(output.Trim() + part));
        }

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Manifests;

/// <summary>manifests/base is what Aspirate makes of Notejam.AppHost, which publishes its manifest here.</summary>
public sealed partial class AppHostTests
{
    /// <summary>What Aspirate adds to the variables of every project.</summary>
    const string Added = "ASPNETCORE_URLS=http://+:8080;";

    static readonly Lazy<Task<JsonNode>> Published = new(PublishAsync);

    [Fact]
    public async Task The_base_has_the_services_arguments_ports_and_variables_of_the_AppHost()
    {
        var composed = await Published.Value;
        var generated = await Cluster.KustomizeAsync(Path.Combine("manifests", "base"));
        Assert.Equal(Composed(composed).Order(), Written(new Cluster(generated)).Order());
    }

    /// <summary>The clusters use RDS, Prometheus of another folder, and nothing that only a developer needs.</summary>
    [Fact]
    public async Task Only_our_programs_are_in_the_manifest_and_no_password()
    {
        var resources = (await Published.Value)["resources"]!.AsObject();
        Assert.Equal(["backup", "migrations", "notejam", "web"], resources.Select(r => r.Key).Order());
        Assert.Equal(["parameter.v0", "project.v0"], resources.Select(r => r.Value.Text("type")).Distinct().Order());
        Assert.Equal("true", resources["notejam"].Text("inputs/value/secret"));
        Assert.All(resources, r =>
        {
            var names = r.Value.Pairs("env").Select(e => e.Key);
            Assert.DoesNotContain(names, n => n.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase));
        });
    }

    static IEnumerable<string> Composed(JsonNode manifest) =>
        from resource in manifest["resources"]!.AsObject()
        where resource.Value.Text("type") == "project.v0"
        let bindings = resource.Value.At("bindings")?.AsObject().Select(b => b.Key) ?? []
        let ports = bindings.Select(b => $"{b} {Port(manifest, resource.Key, b)}")
        let variables = resource.Value.Pairs("env").Select(e => $"{e.Key}={Resolve(manifest, e.Value)}")
        from line in Lines(
            resource.Key,
            resource.Value.Each("args").Select(a => a.ToString()),
            ports, ports,
            variables.Append(Added))
        select line;

    /// <summary>A variable's value with the ports in it, or what stands for a secret.</summary>
    static string Resolve(JsonNode manifest, string value) =>
        Reference().Replace(value, m => m.Groups[1].Success
            ? Port(manifest, m.Groups[1].Value, m.Groups[2].Value)
            : "set-by-the-secret");

    static IEnumerable<string> Written(Cluster cluster) =>
        from workload in cluster.Workloads
        let name = workload.Owner.Text("metadata/name")
        let container = workload.Containers.Single()
        let service = cluster.Of("Service").SingleOrDefault(s => s.Text("metadata/name") == name)
        let variables = container.Each("envFrom")
            .Select(e => e.Text("configMapRef/name"))
            .SelectMany(c => cluster.Find($"ConfigMap/{c}").Pairs("data"))
        from line in Lines(
            name,
            container.Each("args").Select(a => a.ToString()),
            container.Each("ports").Select(p => $"{p.Text("name")} {p.Text("containerPort")}"),
            service.Each("spec/ports").Select(p => $"{p.Text("name")} {p.Text("targetPort")}"),
            variables.Select(v => $"{v.Key}={v.Value}"))
        select line;

    static IEnumerable<string> Lines(
        string name, IEnumerable<string> arguments, IEnumerable<string> ports, IEnumerable<string> served,
        IEnumerable<string> variables) =>
    [
        name,
        $"{name} runs {string.Join(' ', arguments)}",
        .. ports.Select(p => $"{name} listens: {p}"),
        .. served.Select(p => $"service {name}: {p}"),
        .. variables.Select(v => $"{name} has {v}"),
    ];

    /// <summary>Of a binding without one Aspirate makes 8080.</summary>
    static string Port(JsonNode manifest, string resource, string binding) =>
        manifest.Text($"resources/{resource}/bindings/{binding}/targetPort") is { Length: > 0 } port ? port : "8080";

    static async Task<JsonNode> PublishAsync()
    {
        var folder = TempFolder.Create("manifest");
        var path = Path.Combine(folder, "manifest.json");
        var (exit, output) = await Tool.RunAsync("dotnet", "",
            Repository.Program("Notejam.AppHost"),
            "--operation", "publish", "--step", "publish-manifest", "--output-path", path);
        Assert.True(exit == 0, output);
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
        Directory.Delete(folder, recursive: true);
        return manifest;
    }

    /// <summary>A port of a resource, or the connection string, which is a secret.</summary>
    [GeneratedRegex(@"\{(?:(\w+)\.bindings\.(\w+)\.targetPort|\w+\.connectionString)\}")]
    private static partial Regex Reference();
}

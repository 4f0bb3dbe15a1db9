using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Manifests;

/// <summary>
/// Everything that is applied to the cluster of an environment: a release, and what an administrator adds.
/// </summary>
sealed class Cluster(IEnumerable<JsonNode> objects)
{
    public static readonly string[] Environments = ["development", "staging", "production"];

    /// <summary>Of an image that no registry holds; the rules only care that it is one.</summary>
    public const string WebDigest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public IReadOnlyList<JsonNode> Objects { get; } = [.. objects];

    public IEnumerable<JsonNode> Of(params string[] kinds) => Objects.Where(o => kinds.Contains(o.Text("kind")));

    /// <summary>By kind and name, with the namespace between them where the name is not enough.</summary>
    public JsonNode Find(string name) => Objects.Single(o => NameOf(o) == name || LongNameOf(o) == name);

    public IEnumerable<Workload> Workloads => Of("Deployment", "StatefulSet", "Job").Select(o => new Workload(o));

    static readonly ConcurrentDictionary<string, Lazy<Task<Cluster>>> Rendered = new();

    /// <summary>As eng/overlay.sh and kubectl render it, once for a run; each caller gets a copy of its own.</summary>
    public static async Task<Cluster> RenderAsync(string environment)
    {
        var rendered = Rendered.GetOrAdd(environment, name => new(() => RenderOnceAsync(name)));
        return (await rendered.Value).Copy();
    }

    static async Task<Cluster> RenderOnceAsync(string environment)
    {
        var script = Path.Combine(Repository.Root, "eng", "overlay.sh");
        var (exit, output) = await Tool.RunAsync(script, "", environment,
            $"registry.example.org/notejam/web@sha256:{WebDigest}",
            $"registry.example.org/notejam/backup@sha256:{new string('b', 64)}");
        Assert.True(exit == 0, output);
        var administrators = Path.Combine("manifests", "overlays", environment, "cluster");
        return new([.. await KustomizeAsync(output.Trim()), .. await KustomizeAsync(administrators)]);
    }

    public static async Task<IReadOnlyList<JsonNode>> KustomizeAsync(string folder)
    {
        Tool.SkipWithout("kubectl");
        var (exit, output) = await Tool.RunAsync("kubectl", "", "kustomize", folder);
        Assert.True(exit == 0, output);
        return Yaml.Documents(output);
    }

    public JsonNode? AutoscalerOf(Workload workload) =>
        Of("HorizontalPodAutoscaler").SingleOrDefault(a => Target(a.At("spec/scaleTargetRef")) == workload.Name);

    static string Target(JsonNode? reference) => $"{reference.Text("kind")}/{reference.Text("name")}";

    /// <summary>
    /// How many pods of it there can be: as many as the autoscaler allows, and those of a rolling update.
    /// </summary>
    public int Most(Workload workload)
    {
        var autoscaler = AutoscalerOf(workload);
        var pods = autoscaler is null
            ? workload.Owner.Number("spec/replicas", 1)
            : autoscaler.Number("spec/maxReplicas");
        var percent = workload.Owner.Text("spec/strategy/rollingUpdate/maxSurge").TrimEnd('%');
        var surge = percent.Length > 0 ? int.Parse(percent, CultureInfo.InvariantCulture) : 0;
        return pods + (int)Math.Ceiling(pods * surge / 100.0);
    }

    public Cluster Copy() => new(Objects.Select(o => o.DeepClone()));

    public Cluster Without(JsonNode gone) => new(Objects.Where(o => o != gone));

    public Cluster Without(string kind) => new(Objects.Where(o => o.Text("kind") != kind));

    public static string NameOf(JsonNode o) => $"{o.Text("kind")}/{o.Text("metadata/name")}";

    static string LongNameOf(JsonNode o) =>
        $"{o.Text("kind")}/{o.Text("metadata/namespace")}/{o.Text("metadata/name")}";
}

/// <summary>Something that runs pods.</summary>
sealed record Workload(JsonNode Owner)
{
    public string Name => Cluster.NameOf(Owner);
    public string Namespace => Owner.Text("metadata/namespace");
    public JsonNode Pod => Owner.At("spec/template/spec")!;
    public Dictionary<string, string> Labels => Owner.Pairs("spec/template/metadata/labels").ToDictionary();
    public IEnumerable<JsonNode> Containers => Pod.Each("containers").Concat(Pod.Each("initContainers"));
    public IEnumerable<JsonNode> Ports => Containers.SelectMany(c => c.Each("ports"));
    public bool RunsToItsEnd => Owner.Text("kind") == "Job";

    public bool HasPort(string nameOrNumber) =>
        Ports.Any(p => p.Text("name") == nameOrNumber || p.Text("containerPort") == nameOrNumber);

    /// <summary>Whether a label selector means it; the empty one means all, none at all means nothing.</summary>
    public bool IsIn(JsonNode? selector) => selector is not null
        && selector.Pairs("matchLabels").All(l => Labels.GetValueOrDefault(l.Key) == l.Value)
        && selector.Each("matchExpressions").All(Fits);

    bool Fits(JsonNode expression) =>
        expression.Text("operator") == "In"
        && expression.Each("values").Any(v => v.ToString() == Labels.GetValueOrDefault(expression.Text("key")));
}

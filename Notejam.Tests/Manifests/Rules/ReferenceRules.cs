using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Manifests.Rules;

static partial class ReferenceRules
{
    static readonly string Documented =
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "runbooks", "secrets.md"));

    public static IEnumerable<string> Configuration(Cluster cluster)
    {
        var made = cluster.Of("ConfigMap", "Secret")
            .Select(o => (o.Text("metadata/namespace"), Cluster.NameOf(o)))
            .ToHashSet();
        return from workload in cluster.Workloads
               from reference in Referenced(workload.Pod)
               where !made.Contains((workload.Namespace, reference))
               where !IsDocumented(workload.Namespace, reference)
               select $"{workload.Name}: {reference}";
    }

    static bool IsDocumented(string where, string reference)
    {
        var what = reference
            .Replace("ConfigMap/", "configmap ", StringComparison.Ordinal)
            .Replace("Secret/", "secret generic ", StringComparison.Ordinal);
        return Regex.IsMatch(Documented, $@"kubectl -n {where} create {what}\s");
    }

    static IEnumerable<string> Referenced(JsonNode node) => node switch
    {
        JsonObject map => map.SelectMany(p => p.Key switch
        {
            "configMap" or "configMapRef" or "configMapKeyRef" => [$"ConfigMap/{p.Value.Text("name")}"],
            "secret" or "secretRef" or "secretKeyRef" => [$"Secret/{NameOfSecret(p.Value)}"],
            _ => p.Value is null ? [] : Referenced(p.Value),
        }),
        JsonArray list => list.OfType<JsonNode>().SelectMany(Referenced),
        _ => [],
    };

    static string NameOfSecret(JsonNode? reference) =>
        reference.Text("secretName") is { Length: > 0 } name ? name : reference.Text("name");

    public static IEnumerable<string> Secrets(Cluster cluster) =>
        (from map in cluster.Of("ConfigMap")
         let binary = map.Pairs("binaryData").Select(b => KeyValuePair.Create(b.Key, "password=?"))
         from entry in map.Pairs("data").Concat(binary)
         where IsSecret(entry.Key, entry.Value)
         select $"{Cluster.NameOf(map)}: {entry.Key}")
        .Concat(
            from workload in cluster.Workloads
            from entry in workload.Containers.SelectMany(c => c.Each("env"))
            where IsSecret(entry.Text("name"), entry.Text("value")) && entry.At("valueFrom") is null
            select $"{workload.Name}: {entry.Text("name")}");

    static bool IsSecret(string name, string value) => SecretName().IsMatch(name) || SecretValue().IsMatch(value);

    public static IEnumerable<string> Names(Cluster cluster)
    {
        var classes = cluster.Of("StorageClass").Select(Cluster.NameOf).ToHashSet();
        var accounts = cluster.Of("ServiceAccount")
            .Select(a => (a.Text("metadata/namespace"), a.Text("metadata/name")))
            .ToHashSet();
        var roles = cluster.Of("Role", "ClusterRole").Select(Cluster.NameOf).ToHashSet();
        var bindings = cluster.Of("RoleBinding", "ClusterRoleBinding");
        return cluster.Workloads.Where(w => !HasAccount(w)).Select(w => w.Name)
            .Concat(cluster.Workloads.Where(w => !HasClasses(w)).Select(w => w.Name))
            .Concat(bindings.Where(b => !HasRole(b.At("roleRef"))).Select(Cluster.NameOf));

        bool HasAccount(Workload workload) =>
            accounts.Contains((workload.Namespace, workload.Pod.Text("serviceAccountName")));

        bool HasClasses(Workload workload) => workload.Owner.Each("spec/volumeClaimTemplates")
            .All(c => classes.Contains($"StorageClass/{c.Text("spec/storageClassName")}"));

        bool HasRole(JsonNode? reference) =>
            IsBuiltIn(reference.Text("name"))
            || roles.Contains($"{reference.Text("kind")}/{reference.Text("name")}");
    }

    static bool IsBuiltIn(string role) =>
        role is "system:auth-delegator" or "extension-apiserver-authentication-reader";

    public static IEnumerable<string> Rights(Cluster cluster)
    {
        var roles = cluster.Of("Role", "ClusterRole");
        var bindings = cluster.Of("RoleBinding", "ClusterRoleBinding");
        return roles.Where(r => r.Each("rules").Any(IsTooWide))
            .Concat(bindings.Where(b => b.Each("subjects").Any(s => s.Text("kind") != "ServiceAccount")))
            .Select(Cluster.NameOf);
    }

    static bool IsTooWide(JsonNode rule) =>
        new[] { "apiGroups", "resources", "verbs" }
            .SelectMany(p => rule.Each(p))
            .Any(v => v.ToString() is "*" or "secrets" or "escalate" or "bind" or "impersonate");

    public static IEnumerable<string> Namespaces(Cluster cluster) =>
        from name in new[] { "notejam", "monitoring" }
        let labels = cluster.Of("Namespace")
            .SingleOrDefault(n => n.Text("metadata/name") == name)
            .At("metadata/labels")
        where labels.Text("pod-security.kubernetes.io~1enforce") != "restricted"
            || name == "notejam" && labels.Text("elbv2.k8s.aws~1pod-readiness-gate-inject") != "enabled"
        select name;

    public static IEnumerable<string> Selectors(Cluster cluster) =>
        from workload in cluster.Workloads
        where !workload.RunsToItsEnd && !workload.IsIn(workload.Owner.At("spec/selector"))
        select workload.Name;

    /// <summary>A Job cannot be changed: under the same name a new release would not run its own.</summary>
    public static IEnumerable<string> Migration(Cluster cluster)
    {
        var job = cluster.Of("Job").Single();
        var image = new Workload(job).Containers.Single().Text("image");
        var web = cluster.Find("Deployment/web").Text("spec/template/spec/containers/0/image");
        var release = job.Text("metadata/name").Split('-')[^1];
        if (image != web || !image.Contains($"@sha256:{release}", StringComparison.Ordinal))
            yield return $"{Cluster.NameOf(job)}: {image}";
        if (job.Text("spec/template/spec/restartPolicy") != "Never"
            || job.Number("spec/backoffLimit", 6) > 1
            || job.Number("spec/parallelism", 1) != 1
            || job.Text("spec/template/spec/containers/0/args/0") != "migrate")
        {
            yield return Cluster.NameOf(job);
        }
        if (cluster.Of("Deployment").Any(d => d.Text("metadata/name") == "migrations"))
            yield return "Deployment/migrations";
    }

    [GeneratedRegex("pass|secret|token|credential|private.?key|api.?key", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(
        @"(password|pwd|secret|token)\s*[=:]\s*\S|-----BEGIN|AKIA[0-9A-Z]{16}|\w+://[^/\s:@]+:[^@\s]+@",
        RegexOptions.IgnoreCase)]
    private static partial Regex SecretValue();
}

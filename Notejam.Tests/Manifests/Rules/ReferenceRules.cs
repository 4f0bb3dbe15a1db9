using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;
using static Notejam.Tests.Manifests.Rules.ManifestMutations;

namespace Notejam.Tests.Manifests.Rules;

static partial class ReferenceRules
{
    static readonly string Documented =
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "runbooks", "secrets.md"));

    public static readonly Rule<Cluster>[] All =
    [
        new Rule<Cluster>("every ConfigMap and Secret is made or documented", Configuration)
            .Noticing(
                Set(WebDeployment, $"{Container}/envFrom/0/configMapRef/name", "site-env"),
                Set(BackupDeployment, $"{Container}/envFrom/2/secretRef/name", "dump-secrets"),
                Set("StatefulSet/alertmanager", $"{Pod}/volumes/0/projected/sources/1/secret/name", "pager")),
        new Rule<Cluster>("no secret is in a ConfigMap", Secrets)
            .Noticing(
                Set("ConfigMap/web-env", "data/Smtp__Password", "x"),
                Set("ConfigMap/web-env", "data/ConnectionStrings__notejam", "Host=db;Username=notejam;Password=x"),
                Set("ConfigMap/backup-env", "data/Backup__Store", "https://notejam:x@store.example.org"),
                Set("ConfigMap/web-env", "data/Smtp__Pass", "x"),
                Set("ConfigMap/web-env", "binaryData", "{x: cGFzc3dvcmQ=}"),
                Set(WebDeployment, $"{Container}/env",
                    "[{name: ConnectionStrings__notejam, value: 'Host=db;Password=x'}]")),
        new Rule<Cluster>("every name of an account, a role and a class exists", Names)
            .Noticing(
                Set(WebDeployment, $"{Pod}/serviceAccountName", "site"),
                Set("StatefulSet/prometheus", "spec/volumeClaimTemplates/0/spec/storageClassName", "gp2"),
                Set("ClusterRoleBinding/prometheus-adapter", "roleRef/name", "adapter")),
        new Rule<Cluster>("a workload owns the pods that it makes", Selectors)
            .Noticing(Set(WebDeployment, "spec/selector/matchLabels/app", "site")),
        new Rule<Cluster>("nobody may do everything", Rights)
            .Noticing(
                Set("ClusterRole/prometheus-adapter", "rules/0/resources/-", "secrets"),
                Set("ClusterRoleBinding/prometheus-adapter", "subjects/0",
                    "{kind: Group, name: 'system:unauthenticated', apiGroup: rbac.authorization.k8s.io}"),
                Set("ClusterRole/cluster-autoscaler", "rules/0/verbs/-", "'*'")),
        new Rule<Cluster>("every namespace holds its pods to the restricted standard", Namespaces)
            .Noticing(
                Remove("Namespace/monitoring", "metadata/labels"),
                Remove("Namespace/notejam", "metadata/labels/elbv2.k8s.aws~1pod-readiness-gate-inject")),
        new Rule<Cluster>("the migration runs once for each image, which is that of web", Migration)
            .Noticing(
                Set(Job, "spec/parallelism", "2"),
                Remove(Job, $"{Container}/args"),
                Set(Job, "metadata/name", "migrations"),
                Set(Job, $"{Container}/image", "registry.example.org/notejam/web@sha256:bbbb"),
                Set(Job, $"{Pod}/restartPolicy", "OnFailure")),
    ];

    static IEnumerable<string> Configuration(Cluster cluster)
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

    static IEnumerable<string> Secrets(Cluster cluster) =>
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

    static IEnumerable<string> Names(Cluster cluster)
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

    static IEnumerable<string> Rights(Cluster cluster)
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

    static IEnumerable<string> Namespaces(Cluster cluster) =>
        from name in new[] { "notejam", "monitoring" }
        let labels = cluster.Of("Namespace")
            .SingleOrDefault(n => n.Text("metadata/name") == name)
            .At("metadata/labels")
        where labels.Text("pod-security.kubernetes.io~1enforce") != "restricted"
            || name == "notejam" && labels.Text("elbv2.k8s.aws~1pod-readiness-gate-inject") != "enabled"
        select name;

    static IEnumerable<string> Selectors(Cluster cluster) =>
        from workload in cluster.Workloads
        where !workload.RunsToItsEnd && !workload.IsIn(workload.Owner.At("spec/selector"))
        select workload.Name;

    /// <summary>A Job cannot be changed: under the same name a new release would not run its own.</summary>
    static IEnumerable<string> Migration(Cluster cluster)
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

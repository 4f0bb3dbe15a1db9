using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;
using static Notejam.Tests.Manifests.Rules.ManifestMutations;

namespace Notejam.Tests.Manifests.Rules;

static partial class PodRules
{
    public static readonly Rule<Cluster>[] All =
    [
        new Rule<Cluster>("every container requests CPU and memory, and its memory is limited", Requests)
            .Noticing(
                Remove(WebDeployment, $"{Container}/resources/requests/cpu"),
                Remove(Job, $"{Container}/resources/limits")),
        new Rule<Cluster>("every pod is restricted", Restricted)
            .Noticing(
                Set(WebDeployment, $"{Pod}/securityContext/runAsNonRoot", "false"),
                Set(WebDeployment, $"{Pod}/securityContext/runAsUser", "0"),
                Remove(BackupDeployment, $"{Pod}/securityContext/seccompProfile"),
                Set(BackupDeployment, $"{Pod}/hostNetwork", "true"),
                Remove(WebDeployment, $"{Container}/securityContext/readOnlyRootFilesystem"),
                Set(WebDeployment, $"{Container}/securityContext/allowPrivilegeEscalation", "true"),
                Set(Job, $"{Container}/securityContext/capabilities/drop", "[NET_RAW]"),
                Set("StatefulSet/prometheus", $"{Container}/securityContext/capabilities/add", "[SYS_ADMIN]"),
                Set("StatefulSet/prometheus", $"{Pod}/volumes/-", "{name: host, hostPath: {path: /}}"),
                Set(WebDeployment, $"{Container}/securityContext/seccompProfile", "{type: Unconfined}"),
                Set(WebDeployment, $"{Container}/securityContext/procMount", "Unmasked"),
                Set(WebDeployment, $"{Container}/ports/0/hostPort", "8080")),
        new Rule<Cluster>("every server is probed, on its management port if it has one", Probes)
            .Noticing(
                Set(WebDeployment, $"{Container}/readinessProbe/httpGet/port", "http"),
                Set(WebDeployment, $"{Container}/livenessProbe/httpGet/path", "/health"),
                Remove(BackupDeployment, $"{Container}/livenessProbe"),
                Set(WebDeployment, $"{Container}/readinessProbe/httpGet/path", "/alive"),
                Remove(WebDeployment, $"{Container}/startupProbe")),
        new Rule<Cluster>("every image is pinned, ours by digest", Images)
            .Noticing(
                Set(WebDeployment, $"{Container}/image", "registry.example.org/notejam/web:1.0.0"),
                Set("StatefulSet/prometheus", $"{Container}/image", "quay.io/prometheus/prometheus:latest"),
                Set("StatefulSet/alertmanager", $"{Container}/image", "quay.io/prometheus/alertmanager")),
        new Rule<Cluster>("what is mounted is there", Volumes)
            .Noticing(Remove(WebDeployment, $"{Pod}/volumes/1")),
        new Rule<Cluster>("only who has rights in the cluster has a token for it", Tokens)
            .Noticing(
                Set("ServiceAccount/web", "automountServiceAccountToken", "true"),
                Set(BackupDeployment, $"{Pod}/automountServiceAccountToken", "true")),
        new Rule<Cluster>("settings come in the order in which the secret wins", Environment)
            .Noticing(
                Remove(WebDeployment, $"{Container}/envFrom/2"),
                Set(WebDeployment, $"{Container}/envFrom",
                    "[{secretRef: {name: web-secrets}}, {configMapRef: {name: web-env}}]"),
                Set(Job, $"{Container}/envFrom/1/secretRef/name", "web-secrets")),
        new Rule<Cluster>("a changed setting rolls the pods", Settings)
            .Noticing(
                Remove(WebDeployment, "spec/template/metadata/annotations/notejam~1base"),
                Remove(BackupDeployment, "spec/template/metadata/annotations/notejam~1base")),
        new Rule<Cluster>("whatever runs in a cluster runs as Production", Production)
            .Noticing(
                Set("ConfigMap/web-env", "data/ASPNETCORE_ENVIRONMENT", "Development"),
                Set("ConfigMap/backup-env", "data/DOTNET_ENVIRONMENT", "Staging"),
                Set(Job, $"{Container}/env", "[{name: ASPNETCORE_ENVIRONMENT, value: Development}]")),
        new Rule<Cluster>("there is one backup worker, and never two", One)
            .Noticing(
                Set(BackupDeployment, "spec/replicas", "2"),
                Set(BackupDeployment, "spec/strategy/type", "RollingUpdate")),
        new Rule<Cluster>("who is scraped is scraped on the management port", Scrapes)
            .Noticing(Set(WebDeployment, "spec/template/metadata/annotations/prometheus.io~1port", "'8080'")),
    ];

    static IEnumerable<string> Requests(Cluster cluster) =>
        from workload in cluster.Workloads
        from container in workload.Containers
        where container.Text("resources/requests/cpu").Length == 0
            || container.Text("resources/requests/memory").Length == 0
            || container.Text("resources/limits/memory").Length == 0
        select workload.Name;

    /// <summary>As the Pod Security Standard has it, and a root file system that cannot be written.</summary>
    static IEnumerable<string> Restricted(Cluster cluster) =>
        from workload in cluster.Workloads
        where !IsRestricted(workload.Pod) || !workload.Containers.All(IsRestrictedContainer)
        select workload.Name;

    static bool IsRestricted(JsonNode pod) =>
        pod.Text("securityContext/runAsNonRoot") == "true"
        && pod.Number("securityContext/runAsUser") > 0
        && pod.Text("securityContext/seccompProfile/type") == "RuntimeDefault"
        && pod.Text("hostNetwork") != "true"
        && pod.Text("hostPID") != "true"
        && pod.Text("hostIPC") != "true"
        && !pod.Each("volumes").Any(v => v.At("hostPath") is not null);

    static bool IsRestrictedContainer(JsonNode container) =>
        container.Text("securityContext/allowPrivilegeEscalation") == "false"
        && container.Text("securityContext/readOnlyRootFilesystem") == "true"
        && container.Text("securityContext/privileged") != "true"
        && container.Text("securityContext/runAsNonRoot") != "false"
        && container.Number("securityContext/runAsUser", 1) > 0
        && container.Text("securityContext/seccompProfile/type") is "" or "RuntimeDefault"
        && container.At("securityContext/procMount") is null
        && !container.Each("ports").Any(p => p.At("hostPort") is not null)
        && container.Each("securityContext/capabilities/drop").Any(c => c.ToString() == "ALL")
        && !container.Each("securityContext/capabilities/add").Any();

    static IEnumerable<string> Probes(Cluster cluster) =>
        from workload in cluster.Workloads
        where !workload.RunsToItsEnd
        from container in workload.Containers
        let ports = container.Each("ports").Select(p => p.Text("name")).ToList()
        let ours = workload.Namespace == "notejam"
        from probe in new[] { "startupProbe", "readinessProbe", "livenessProbe" }
        let http = container.At($"{probe}/httpGet")
        where http is null ? probe != "startupProbe" || ours
            : http.Text("port") != (ports.Contains("management") ? "management" : ports.FirstOrDefault())
              || ours && http.Text("path") != (probe == "readinessProbe" ? "/health" : "/alive")
        select $"{workload.Name}: {probe}";

    static IEnumerable<string> Images(Cluster cluster) =>
        from workload in cluster.Workloads
        from image in workload.Containers.Select(c => c.Text("image"))
        where !(image.Contains("/notejam/", StringComparison.Ordinal) ? Digest() : Version()).IsMatch(image)
        select $"{workload.Name}: {image}";

    static IEnumerable<string> Volumes(Cluster cluster) =>
        from workload in cluster.Workloads
        let ofPod = workload.Pod.Each("volumes").Select(v => v.Text("name"))
        let claimed = workload.Owner.Each("spec/volumeClaimTemplates").Select(v => v.Text("metadata/name"))
        let volumes = ofPod.Concat(claimed).ToHashSet()
        from mount in workload.Containers.SelectMany(c => c.Each("volumeMounts"))
        where !volumes.Contains(mount.Text("name"))
        select $"{workload.Name}: {mount.Text("name")}";

    static IEnumerable<string> Tokens(Cluster cluster)
    {
        var subjects = cluster.Of("RoleBinding", "ClusterRoleBinding")
            .SelectMany(b => b.Each("subjects"))
            .Select(s => (s.Text("namespace"), s.Text("name")))
            .ToHashSet();
        return from workload in cluster.Workloads
               let account = (workload.Namespace, workload.Pod.Text("serviceAccountName"))
               where !subjects.Contains(account)
               from found in cluster.Of("ServiceAccount")
               where (found.Text("metadata/namespace"), found.Text("metadata/name")) == account
               where found.Text("automountServiceAccountToken") != "false"
                   || workload.Pod.Text("automountServiceAccountToken") == "true"
               select workload.Name;
    }

    static IEnumerable<string> Scrapes(Cluster cluster) =>
        from workload in cluster.Workloads
        where workload.Namespace == "notejam"
        let management = workload.Ports.SingleOrDefault(p => p.Text("name") == "management")
        where management is not null
        let annotations = workload.Owner.At("spec/template/metadata/annotations")
        where annotations.Text("prometheus.io~1scrape") != "true"
            || annotations.Text("prometheus.io~1path") != "/metrics"
            || annotations.Text("prometheus.io~1port") != management.Text("containerPort")
        select workload.Name;

    /// <summary>What Aspirate writes, then the overlay's settings, then the secret: the last one wins.</summary>
    static IEnumerable<string> Environment(Cluster cluster) =>
        from workload in cluster.Workloads
        where workload.Namespace == "notejam"
        let sources = workload.Containers.First().Each("envFrom")
            .Select(e => e.Text("configMapRef/name") + e.Text("secretRef/name"))
            .ToList()
        let name = workload.RunsToItsEnd ? "migrations" : workload.Owner.Text("metadata/name")
        where sources.FirstOrDefault() != $"{name}-env" || sources[^1] != $"{name}-secrets"
        select $"{workload.Name}: {string.Join(", ", sources)}";

    /// <summary>
    /// Whatever Development makes easier, it does not belong on a server; without a word it is Production.
    /// </summary>
    static IEnumerable<string> Production(Cluster cluster) =>
        from workload in cluster.Workloads
        where workload.Namespace == "notejam"
        from variable in workload.Containers.SelectMany(c => Variables(cluster, workload, c))
        where variable.Key is "ASPNETCORE_ENVIRONMENT" or "DOTNET_ENVIRONMENT" && variable.Value != "Production"
        select $"{workload.Name}: {variable.Key}={variable.Value}";

    static IEnumerable<KeyValuePair<string, string>> Variables(
        Cluster cluster, Workload workload, JsonNode container) =>
        container.Each("envFrom")
            .SelectMany(e => Made(cluster, workload, e.Text("configMapRef/name")))
            .SelectMany(m => m.Pairs("data"))
            .Concat(container.Each("env").Select(e => KeyValuePair.Create(e.Text("name"), e.Text("value"))));

    static IEnumerable<JsonNode> Made(Cluster cluster, Workload workload, string name) =>
        from map in cluster.Of("ConfigMap")
        where map.Text("metadata/name") == name && map.Text("metadata/namespace") == workload.Namespace
        select map;

    /// <summary>
    /// A pod reads its settings once: a hash in their name, or that of the base in an annotation, makes new pods.
    /// </summary>
    static IEnumerable<string> Settings(Cluster cluster) =>
        from workload in cluster.Workloads
        where workload.Namespace == "notejam" && !workload.RunsToItsEnd
        from reference in workload.Containers.First().Each("envFrom")
        from map in Made(cluster, workload, reference.Text("configMapRef/name"))
        where !Hashed().IsMatch(map.Text("metadata/name"))
            && workload.Owner.Text("spec/template/metadata/annotations/notejam~1base").Length == 0
        select $"{workload.Name}: {map.Text("metadata/name")}";

    /// <summary>Two workers would make two backups.</summary>
    static IEnumerable<string> One(Cluster cluster) =>
        from worker in cluster.Workloads
        where worker.Name == "Deployment/backup"
        where worker.Owner.Number("spec/replicas") != 1 || worker.Owner.Text("spec/strategy/type") != "Recreate"
        select worker.Name;

    [GeneratedRegex("-[a-z0-9]{10}$")]
    private static partial Regex Hashed();

    [GeneratedRegex("@sha256:[0-9a-f]{64}$")]
    private static partial Regex Digest();

    [GeneratedRegex(@":v\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?$")]
    private static partial Regex Version();
}

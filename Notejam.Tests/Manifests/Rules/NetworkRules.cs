using System.Text.Json.Nodes;

namespace Notejam.Tests.Manifests.Rules;

static class NetworkRules
{
    public static IEnumerable<string> Services(Cluster cluster) =>
        from service in cluster.Of("Service")
        let selector = new JsonObject { ["matchLabels"] = service.At("spec/selector")?.DeepClone() }
        let workloads = cluster.Workloads.Where(w => w.Namespace == service.Text("metadata/namespace") && w.IsIn(selector)).ToList()
        where !service.Pairs("spec/selector").Any() || workloads.Count == 0
            || service.Each("spec/ports").Any(p => !workloads.TrueForAll(w => w.HasPort(p.Text("targetPort"))))
        select Cluster.NameOf(service);

    public static IEnumerable<string> Ingresses(Cluster cluster) =>
        from ingress in cluster.Of("Ingress")
        let annotations = ingress.Pairs("metadata/annotations").ToDictionary(a => a.Key.Split('/')[^1], a => a.Value)
        where annotations.GetValueOrDefault("target-type") != "ip"
            || annotations.GetValueOrDefault("ssl-redirect") != "443" || !annotations.GetValueOrDefault("listen-ports", "").Contains("\"HTTPS\": 443", StringComparison.Ordinal)
            || annotations.Values.Concat(ingress.Each("spec/rules").Select(r => r.Text("host"))).Any(v => v.Length == 0 || v == "set-by-the-overlay")
            || Backends(ingress).Any(b => !cluster.Of("Service").Any(s => s.Text("metadata/name") == b.Text("name") && s.Each("spec/ports").Any(p => p.Text("name") == b.Text("port/name"))))
        select Cluster.NameOf(ingress);

    static IEnumerable<JsonNode> Backends(JsonNode ingress) => ingress.Each("spec/rules").SelectMany(r => r.Each("http/paths")).Select(p => p.At("backend/service")!);

    /// <summary>Pods that it is about, ports that they have, and peers that exist with the ports that they have.</summary>
    public static IEnumerable<string> Policies(Cluster cluster) =>
        from policy in cluster.Of("NetworkPolicy")
        let pods = Selected(cluster, policy).ToList()
        where pods.Count == 0
            || Ports(policy, "ingress").Any(p => !pods.Exists(w => w.HasPort(p)))
            || policy.Each("spec/ingress").SelectMany(r => r.Each("from")).Any(peer => IsOurs(peer) && !Peers(cluster, policy, peer).Any())
            || policy.Each("spec/egress").Any(rule => rule.Each("to").Any(peer => IsOurs(peer) && !rule.Each("ports").All(p => Peers(cluster, policy, peer).Any(w => w.HasPort(p.Text("port"))))))
            || policy.ToJsonString().Contains("set-by-the-overlay", StringComparison.Ordinal)
        select Cluster.NameOf(policy);

    public static IEnumerable<string> DefaultDeny(Cluster cluster) =>
        from name in new[] { "notejam", "monitoring" }
        where !cluster.Of("NetworkPolicy").Any(p => p.Text("metadata/namespace") == name && p.At("spec/podSelector") is JsonObject { Count: 0 }
            && p.Each("spec/policyTypes").Count() == 2 && p.At("spec/ingress") is null && p.At("spec/egress") is null)
        select name;

    public static IEnumerable<string> Management(Cluster cluster) =>
        from policy in cluster.Of("NetworkPolicy")
        from workload in Selected(cluster, policy)
        where workload.Namespace == "notejam"
        let management = workload.Ports.FirstOrDefault(p => p.Text("name") == "management").Text("containerPort")
        from rule in policy.Each("spec/ingress")
        where rule.At("ports") is null || rule.Each("ports").Any(p => p.Text("port") == management || p.At("endPort") is not null || p.At("port") is null)
        where rule.Each("from").ToList() is not [var only] || only.Text("podSelector/matchLabels/app") != "prometheus" || only.Text("namespaceSelector/matchLabels/kubernetes.io~1metadata.name") != "monitoring"
        select $"{Cluster.NameOf(policy)}: {workload.Name}";

    static IEnumerable<Workload> Selected(Cluster cluster, JsonNode policy) => cluster.Workloads.Where(w => w.Namespace == policy.Text("metadata/namespace") && w.IsIn(policy.At("spec/podSelector")));

    static IEnumerable<string> Ports(JsonNode policy, string direction) => policy.Each($"spec/{direction}").SelectMany(r => r.Each("ports")).Select(p => p.Text("port"));

    /// <summary>Not an address, and not a pod of the cluster itself.</summary>
    static bool IsOurs(JsonNode peer) => peer.At("ipBlock") is null && peer.Text("namespaceSelector/matchLabels/kubernetes.io~1metadata.name") != "kube-system";

    static IEnumerable<Workload> Peers(Cluster cluster, JsonNode policy, JsonNode peer) =>
        from workload in cluster.Workloads
        where workload.Namespace == (peer.At("namespaceSelector") is null ? policy.Text("metadata/namespace") : peer.Text("namespaceSelector/matchLabels/kubernetes.io~1metadata.name"))
        where peer.At("podSelector") is null || workload.IsIn(peer.At("podSelector"))
        select workload;
}

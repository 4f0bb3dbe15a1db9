using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;
using static Notejam.Tests.Manifests.Rules.ManifestMutations;

namespace Notejam.Tests.Manifests.Rules;

static partial class NetworkRules
{
    const string OfNamespace = "namespaceSelector/matchLabels/kubernetes.io~1metadata.name";

    public static readonly Rule<Cluster>[] All =
    [
        new Rule<Cluster>("every service selects something that listens", Services)
            .Noticing(
                Set("Service/web", "spec/selector/app", "site"),
                Remove("Service/web", "spec/selector"),
                Set("Service/web", "spec/ports/0/targetPort", "80"),
                Set("Service/web", "spec/type", "LoadBalancer")),
        new Rule<Cluster>("an ingress leads to pods, and by HTTPS", Ingresses)
            .Noticing(
                Set("Ingress/web", $"{Annotations}target-type", "instance"),
                Set("Ingress/web", "spec/rules/0/host", "notes.example.org:8443"),
                Set("Ingress/web", "spec/rules/0/host", "set-by-the-overlay"),
                Remove("Ingress/web", $"{Annotations}ssl-redirect"),
                Set("Ingress/web", $"{Annotations}security-groups", "set-by-the-overlay"),
                Set("Ingress/web", "spec/rules/0/http/paths/0/backend/service/port/name", "https"),
                Set("Ingress/web", "spec/rules/0/http/paths/0/backend/service/port/name", "management"),
                Set("Ingress/web", "spec/defaultBackend", "{service: {name: web, port: {name: management}}}")),
        new Rule<Cluster>("every network policy means something that exists", Policies)
            .Noticing(
                Set("NetworkPolicy/web", "spec/ingress/0/ports/0/port", "80"),
                Set("NetworkPolicy/web", "spec/podSelector/matchLabels/app", "site"),
                Set("NetworkPolicy/backup", "spec/podSelector/matchLabels/app", "dump"),
                Set("NetworkPolicy/management", "spec/ingress/0/from/0/podSelector/matchLabels/app", "prom")),
        new Rule<Cluster>("nothing talks unless it is allowed to", DefaultDeny)
            .Noticing(
                Remove("NetworkPolicy/notejam/default-deny"),
                Set("NetworkPolicy/monitoring/default-deny", "spec/policyTypes", "[Ingress]")),
        new Rule<Cluster>("an opening is no wider than it must be", Openings)
            .Noticing(
                Set("NetworkPolicy/web", "spec/egress", "[{}]"),
                Remove("NetworkPolicy/web", "spec/ingress/0/from"),
                Set("NetworkPolicy/web", "spec/ingress/0/from/0/ipBlock/cidr", "0.0.0.0/0"),
                Remove("NetworkPolicy/database", "spec/egress/0/to"),
                Set("NetworkPolicy/monitoring/prometheus", "spec/ingress", "[{}]")),
        new Rule<Cluster>("what must talk may", Missing)
            .Noticing(
                Remove("NetworkPolicy/database"),
                Remove("NetworkPolicy/notejam/dns"),
                Remove("NetworkPolicy/management"),
                Remove("NetworkPolicy/monitoring/prometheus-adapter")),
        new Rule<Cluster>("the management port is open to Prometheus alone", Management)
            .Noticing(
                Set("NetworkPolicy/web", "spec/ingress/0/ports/-", "{protocol: TCP, port: management}"),
                Set("NetworkPolicy/web", "spec/ingress/0/ports/0/port", "8081"),
                Remove("NetworkPolicy/web", "spec/ingress/0/ports"),
                Remove("NetworkPolicy/management", "spec/ingress/0/from/0/podSelector")),
    ];

    static IEnumerable<string> Services(Cluster cluster) =>
        from service in cluster.Of("Service")
        let selector = new JsonObject { ["matchLabels"] = service.At("spec/selector")?.DeepClone() }
        let workloads = cluster.Workloads
            .Where(w => w.Namespace == service.Text("metadata/namespace") && w.IsIn(selector))
            .ToList()
        where service.Text("spec/type") is not ("" or "ClusterIP")
            || service.At("spec/externalIPs") is not null
            || !service.Pairs("spec/selector").Any()
            || workloads.Count == 0
            || service.Each("spec/ports").Any(p => !workloads.TrueForAll(w => w.HasPort(p.Text("targetPort"))))
        select Cluster.NameOf(service);

    static IEnumerable<string> Ingresses(Cluster cluster) =>
        from ingress in cluster.Of("Ingress")
        let annotations = ingress.Pairs("metadata/annotations").ToDictionary(a => a.Key.Split('/')[^1], a => a.Value)
        where annotations.GetValueOrDefault("target-type") != "ip"
            || annotations.GetValueOrDefault("ssl-redirect") != "443"
            || !annotations.GetValueOrDefault("listen-ports", "").Contains("\"HTTPS\": 443", StringComparison.Ordinal)
            || annotations.Values.Any(v => v.Length == 0 || v == "set-by-the-overlay")
            || ingress.Each("spec/rules").Any(r => !HostName().IsMatch(r.Text("host")))
            || ingress.Text("spec/ingressClassName") != "alb" || ingress.At("spec/defaultBackend") is not null
            || !Backends(ingress).All(b => IsForPeople(cluster, b))
        select Cluster.NameOf(ingress);

    static IEnumerable<JsonNode> Backends(JsonNode ingress) =>
        ingress.Each("spec/rules").SelectMany(r => r.Each("http/paths")).Select(p => p.At("backend/service")!);

    /// <summary>Not the port for probes and metrics.</summary>
    static bool IsForPeople(Cluster cluster, JsonNode backend) =>
        backend.Text("port/name") == "http"
        && cluster.Of("Service")
            .Where(s => s.Text("metadata/name") == backend.Text("name"))
            .SelectMany(s => s.Each("spec/ports"))
            .Any(p => p.Text("name") == "http" && p.Text("targetPort") == "8080");

    /// <summary>
    /// Pods that it is about, ports that they have, and peers that exist with the ports that they have.
    /// </summary>
    static IEnumerable<string> Policies(Cluster cluster) =>
        from policy in cluster.Of("NetworkPolicy")
        let pods = Selected(cluster, policy).ToList()
        let askers = policy.Each("spec/ingress").SelectMany(r => r.Each("from")).Where(IsOurs)
        where pods.Count == 0
            || Ports(policy, "ingress").Any(p => !pods.Exists(w => w.HasPort(p)))
            || askers.Any(peer => !Peers(cluster, policy, peer).Any())
            || !policy.Each("spec/egress").All(rule => IsListenedTo(cluster, policy, rule))
            || policy.ToJsonString().Contains("set-by-the-overlay", StringComparison.Ordinal)
        select Cluster.NameOf(policy);

    /// <summary>Whether all of ours that a rule leads to have all of its ports.</summary>
    static bool IsListenedTo(Cluster cluster, JsonNode policy, JsonNode rule) =>
        rule.Each("to").Where(IsOurs).All(peer =>
            rule.Each("ports").All(p => Peers(cluster, policy, peer).Any(w => w.HasPort(p.Text("port")))));

    static IEnumerable<string> DefaultDeny(Cluster cluster) =>
        from name in new[] { "notejam", "monitoring" }
        where !cluster.Of("NetworkPolicy").Any(p => p.Text("metadata/namespace") == name && DeniesAll(p))
        select name;

    static bool DeniesAll(JsonNode policy) =>
        policy.At("spec/podSelector") is JsonObject { Count: 0 }
        && policy.Each("spec/policyTypes").Count() == 2
        && policy.At("spec/ingress") is null
        && policy.At("spec/egress") is null;

    static IEnumerable<string> Management(Cluster cluster) =>
        from policy in cluster.Of("NetworkPolicy")
        from workload in Selected(cluster, policy)
        where workload.Namespace == "notejam"
        let management = workload.Ports.FirstOrDefault(p => p.Text("name") == "management").Text("containerPort")
        from rule in policy.Each("spec/ingress")
        where rule.At("ports") is null || rule.Each("ports").Any(p => Opens(p, management))
        where rule.Each("from").ToList() is not [var only] || !IsPrometheus(only)
        select $"{Cluster.NameOf(policy)}: {workload.Name}";

    static bool Opens(JsonNode port, string management) =>
        port.Text("port") == management
        || port.Text("port") == "management"
        || port.At("endPort") is not null
        || port.At("port") is null;

    static bool IsPrometheus(JsonNode peer) =>
        peer.Text("podSelector/matchLabels/app") == "prometheus" && peer.Text(OfNamespace) == "monitoring";

    /// <summary>
    /// Of each rule the ports are named, and the peers too unless they can be anywhere: mail, HTTPS, the API server.
    /// </summary>
    static IEnumerable<string> Openings(Cluster cluster) =>
        from policy in cluster.Of("NetworkPolicy")
        from rule in Rules(policy, "ingress", "from").Concat(Rules(policy, "egress", "to"))
        where rule.Ports.Count == 0
            || rule.Peers.Exists(p => p.Text("ipBlock/cidr").EndsWith("/0", StringComparison.Ordinal))
            || rule.Peers.Count == 0 && !rule.Ports.TrueForAll(p => p.Text("port") is "443" or "465" or "587" or "6443")
        select Cluster.NameOf(policy);

    static IEnumerable<(List<JsonNode> Ports, List<JsonNode> Peers)> Rules(
        JsonNode policy, string direction, string peers) =>
        policy.Each($"spec/{direction}").Select(r => (r.Each("ports").ToList(), r.Each(peers).ToList()));

    /// <summary>
    /// Who asks whom for what, without which nothing works; the diagram in docs/architecture.md shows it.
    /// </summary>
    static IEnumerable<string> Missing(Cluster cluster) =>
        from line in new[]
        {
            "web: egress 53 5432 587 465, ingress 8080 8081",
            "backup: egress 53 5432 443 80, ingress 8081",
            "migrations: egress 53 5432",
            "prometheus: egress 53 8081 9093 443, ingress 9090",
            "alertmanager: egress 53 587 443, ingress 9093",
            "prometheus-adapter: egress 53 9090 443, ingress 6443",
        }
        let name = line.Split(':')[0]
        from direction in line.Split(": ")[1].Split(", ").Select(d => d.Split(' '))
        from port in direction.Skip(1)
        let policies = cluster.Of("NetworkPolicy").Where(p => Ports(p, direction[0]).Contains(port))
        where !policies.SelectMany(p => Selected(cluster, p)).Any(w => w.Labels.GetValueOrDefault("app") == name)
        select $"{name}: {direction[0]} {port}";

    static IEnumerable<Workload> Selected(Cluster cluster, JsonNode policy) =>
        from workload in cluster.Workloads
        where workload.Namespace == policy.Text("metadata/namespace")
        where workload.IsIn(policy.At("spec/podSelector"))
        select workload;

    static IEnumerable<string> Ports(JsonNode policy, string direction) =>
        policy.Each($"spec/{direction}").SelectMany(r => r.Each("ports")).Select(p => p.Text("port"));

    /// <summary>Not an address, and not a pod of the cluster itself.</summary>
    static bool IsOurs(JsonNode peer) => peer.At("ipBlock") is null && peer.Text(OfNamespace) != "kube-system";

    static IEnumerable<Workload> Peers(Cluster cluster, JsonNode policy, JsonNode peer) =>
        from workload in cluster.Workloads
        let isOfThePolicys = peer.At("namespaceSelector") is null
        where workload.Namespace == (isOfThePolicys ? policy.Text("metadata/namespace") : peer.Text(OfNamespace))
        where peer.At("podSelector") is null || workload.IsIn(peer.At("podSelector"))
        select workload;

    /// <summary>A name with a dot, without a port.</summary>
    [GeneratedRegex(@"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
    private static partial Regex HostName();
}

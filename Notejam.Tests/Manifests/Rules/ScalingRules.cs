using System.Text.Json.Nodes;
using Notejam.ServiceDefaults.Health;

namespace Notejam.Tests.Manifests.Rules;

static class ScalingRules
{
    static readonly Shutdown Web = Shutdown.OfWeb();

    public static IEnumerable<string> Replicas(Cluster cluster) => cluster.Workloads.Where(w => cluster.AutoscalerOf(w) is not null && w.Owner.At("spec/replicas") is not null).Select(w => w.Name);

    /// <summary>By CPU, which is requested, and by a metric that the adapter makes and the autoscaler may read.</summary>
    public static IEnumerable<string> Autoscalers(Cluster cluster)
    {
        var adapter = cluster.Of("ConfigMap").Single(c => c.Text("metadata/name").StartsWith("prometheus-adapter-config", StringComparison.Ordinal)).Text("data/adapter.yml");
        var readable = cluster.Of("ClusterRole").SelectMany(r => r.Each("rules")).SelectMany(r => r.Each("resources")).Select(r => r.ToString()).ToHashSet();
        return from autoscaler in cluster.Of("HorizontalPodAutoscaler")
               let metrics = autoscaler.Each("spec/metrics").ToList()
               let custom = metrics.Select(m => m.Text("pods/metric/name")).Where(m => m.Length > 0)
               where !cluster.Workloads.Any(w => w.Name == $"{autoscaler.Text("spec/scaleTargetRef/kind")}/{autoscaler.Text("spec/scaleTargetRef/name")}")
                   || autoscaler.Number("spec/minReplicas") >= autoscaler.Number("spec/maxReplicas")
                   || !metrics.Exists(m => m.Text("resource/name") == "cpu" && m.Number("resource/target/averageUtilization") is > 0 and < 100)
                   || custom.Any(m => !adapter.Contains($"seriesQuery: {m}{{", StringComparison.Ordinal) || !readable.Contains($"pods/{m}"))
               select Cluster.NameOf(autoscaler);
    }

    public static IEnumerable<string> RollingUpdates(Cluster cluster) =>
        from workload in Served(cluster)
        where workload.Owner.Text("spec/strategy/type") != "RollingUpdate" || workload.Owner.Text("spec/strategy/rollingUpdate/maxUnavailable") != "0"
            || workload.Owner.Text("spec/strategy/rollingUpdate/maxSurge") is "" or "0" or "0%"
        select workload.Name;

    /// <summary>The grace period begins with preStop; then the application drains, and then it waits for the longest request.</summary>
    public static IEnumerable<string> Grace(Cluster cluster) =>
        from workload in Served(cluster)
        from container in workload.Containers
        let preStop = container.Number("lifecycle/preStop/sleep/seconds")
        let grace = workload.Pod.Number("terminationGracePeriodSeconds", 30)
        let notReady = container.Number("readinessProbe/periodSeconds", 10) * container.Number("readinessProbe/failureThreshold", 3)
        where preStop == 0 || preStop + Web.Drain + Web.LongestRequest >= grace || preStop + Web.Timeout >= grace || notReady >= Web.Drain
        select $"{workload.Name}: preStop {preStop} s, drain {Web.Drain} s, longest request {Web.LongestRequest} s, grace {grace} s, not ready after {notReady} s";

    public static IEnumerable<string> Deregistration(Cluster cluster) =>
        from ingress in cluster.Of("Ingress")
        let delay = Attributes(ingress, "target-group-attributes").Number("deregistration_delay.timeout_seconds", 300)
        from workload in Served(cluster)
        let preStop = workload.Containers.First().Number("lifecycle/preStop/sleep/seconds")
        where delay < Web.LongestRequest || delay > preStop + Web.Drain
        select $"{Cluster.NameOf(ingress)}: {delay} s";

    public static IEnumerable<string> DisruptionBudgets(Cluster cluster) =>
        from budget in cluster.Of("PodDisruptionBudget")
        let workload = cluster.Workloads.FirstOrDefault(w => w.Namespace == budget.Text("metadata/namespace") && w.IsIn(budget.At("spec/selector")))
        where workload is null || !CanBeMet(budget, Least(cluster, workload))
        select Cluster.NameOf(budget);

    public static IEnumerable<string> Budgeted(Cluster cluster) =>
        Served(cluster).Where(w => !cluster.Of("PodDisruptionBudget").Any(b => b.Text("metadata/namespace") == w.Namespace && w.IsIn(b.At("spec/selector")))).Select(w => w.Name);

    /// <summary>Something serves the metrics of pods, and the autoscaler is allowed to read what it asks for.</summary>
    public static IEnumerable<string> Metrics(Cluster cluster) =>
        from metric in cluster.Of("HorizontalPodAutoscaler").SelectMany(a => a.Each("spec/metrics")).Select(m => m.Text("pods/metric/name")).Where(m => m.Length > 0)
        let readers = cluster.Of("ClusterRole").Where(r => r.Each("rules").Any(u => u.Each("resources").Any(v => v.ToString() == $"pods/{metric}"))).Select(r => r.Text("metadata/name"))
        where !cluster.Of("APIService").Any(a => a.Text("spec/group") == "custom.metrics.k8s.io" && cluster.Of("Service").Any(s => s.Text("metadata/name") == a.Text("spec/service/name") && s.Text("metadata/namespace") == a.Text("spec/service/namespace")))
            || !cluster.Of("ClusterRoleBinding").Any(b => readers.Contains(b.Text("roleRef/name")) && b.Each("subjects").Any(s => s.Text("name") == "horizontal-pod-autoscaler"))
        select metric;

    static bool CanBeMet(JsonNode budget, int pods) =>
        budget.At("spec/maxUnavailable") is { } away ? away.ToString() is not ("0" or "0%" or "100%") : budget.Number("spec/minAvailable", int.MaxValue) < pods;

    public static IEnumerable<string> Spread(Cluster cluster) =>
        from workload in Served(cluster)
        from key in new[] { "topology.kubernetes.io/zone", "kubernetes.io/hostname" }
        where !workload.Pod.Each("topologySpreadConstraints").Any(c => c.Text("topologyKey") == key && c.Number("maxSkew") == 1 && (c.Text("whenUnsatisfiable") == "DoNotSchedule" || key == "kubernetes.io/hostname") && c.Text("nodeTaintsPolicy") == "Honor" && workload.IsIn(c.At("labelSelector")))
        select $"{workload.Name}: {key}";

    /// <summary>What people reach: whatever an ingress leads to.</summary>
    static IEnumerable<Workload> Served(Cluster cluster) =>
        from name in cluster.Of("Ingress").SelectMany(i => i.Each("spec/rules")).SelectMany(r => r.Each("http/paths")).Select(p => p.Text("backend/service/name"))
        from service in cluster.Of("Service").Where(s => s.Text("metadata/name") == name)
        from workload in cluster.Workloads.Where(w => w.Namespace == "notejam" && !w.RunsToItsEnd && service.Pairs("spec/selector").All(l => w.Labels.GetValueOrDefault(l.Key) == l.Value))
        select workload;

    static int Least(Cluster cluster, Workload workload) =>
        cluster.AutoscalerOf(workload) is { } autoscaler ? autoscaler.Number("spec/minReplicas", 1) : workload.Owner.Number("spec/replicas", 1);

    internal static JsonNode Attributes(JsonNode ingress, string name) => new JsonObject(
        ingress.Text($"metadata/annotations/alb.ingress.kubernetes.io~1{name}").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(a => a.Split('=', 2)).Select(a => KeyValuePair.Create(a[0], (JsonNode?)a[^1])));
}

using System.Text.Json.Nodes;
using Notejam.ServiceDefaults.Health;

namespace Notejam.Tests.Manifests.Rules;

static class ScalingRules
{
    static readonly Shutdown Web = Shutdown.OfWeb();

    public static IEnumerable<string> Replicas(Cluster cluster) =>
        from workload in cluster.Workloads
        where cluster.AutoscalerOf(workload) is not null && workload.Owner.At("spec/replicas") is not null
        select workload.Name;

    /// <summary>
    /// By CPU, which is requested, and by a metric that the adapter makes and the autoscaler may read.
    /// </summary>
    public static IEnumerable<string> Autoscalers(Cluster cluster)
    {
        var adapter = cluster.Of("ConfigMap")
            .Single(c => c.Text("metadata/name").StartsWith("prometheus-adapter-config", StringComparison.Ordinal))
            .Text("data/adapter.yml");
        var readable = cluster.Of("ClusterRole")
            .SelectMany(r => r.Each("rules"))
            .SelectMany(r => r.Each("resources"))
            .Select(r => r.ToString())
            .ToHashSet();
        return from autoscaler in cluster.Of("HorizontalPodAutoscaler")
               let metrics = autoscaler.Each("spec/metrics").ToList()
               let custom = metrics.Select(m => m.Text("pods/metric/name")).Where(m => m.Length > 0)
               let target = autoscaler.At("spec/scaleTargetRef")
               where !cluster.Workloads.Any(w => w.Name == $"{target.Text("kind")}/{target.Text("name")}")
                   || autoscaler.Number("spec/minReplicas") >= autoscaler.Number("spec/maxReplicas")
                   || !metrics.Exists(IsByCpu)
                   || !custom.All(IsReadable)
               select Cluster.NameOf(autoscaler);

        bool IsReadable(string metric) =>
            adapter.Contains($"seriesQuery: {metric}{{", StringComparison.Ordinal)
            && readable.Contains($"pods/{metric}");
    }

    static bool IsByCpu(JsonNode metric) =>
        metric.Text("resource/name") == "cpu"
        && metric.Number("resource/target/averageUtilization") is > 0 and < 100;

    public static IEnumerable<string> RollingUpdates(Cluster cluster) =>
        from workload in Served(cluster)
        let strategy = workload.Owner.At("spec/strategy")
        where strategy.Text("type") != "RollingUpdate"
            || strategy.Text("rollingUpdate/maxUnavailable") != "0"
            || strategy.Text("rollingUpdate/maxSurge") is "" or "0" or "0%"
        select workload.Name;

    /// <summary>
    /// The grace period begins with preStop; then the application drains, and then it waits for the longest request.
    /// </summary>
    public static IEnumerable<string> Grace(Cluster cluster) =>
        from workload in Served(cluster)
        from container in workload.Containers
        let preStop = container.Number("lifecycle/preStop/sleep/seconds")
        let grace = workload.Pod.Number("terminationGracePeriodSeconds", 30)
        let probe = container.At("readinessProbe")
        let notReady = probe.Number("periodSeconds", 10) * probe.Number("failureThreshold", 3)
        where preStop == 0
            || preStop + Web.Drain + Web.LongestRequest >= grace
            || preStop + Web.Timeout >= grace
            || notReady >= Web.Drain
        select $"{workload.Name}: preStop {preStop} s, drain {Web.Drain} s, longest request {Web.LongestRequest} s, "
            + $"grace {grace} s, not ready after {notReady} s";

    public static IEnumerable<string> Deregistration(Cluster cluster) =>
        from ingress in cluster.Of("Ingress")
        let delay = Attributes(ingress, "target-group-attributes").Number("deregistration_delay.timeout_seconds", 300)
        from workload in Served(cluster)
        let preStop = workload.Containers.First().Number("lifecycle/preStop/sleep/seconds")
        where delay < Web.LongestRequest || delay > preStop + Web.Drain
        select $"{Cluster.NameOf(ingress)}: {delay} s";

    public static IEnumerable<string> DisruptionBudgets(Cluster cluster) =>
        from budget in cluster.Of("PodDisruptionBudget")
        let workload = cluster.Workloads.FirstOrDefault(w => IsAbout(budget, w))
        where workload is null || !CanBeMet(budget, Least(cluster, workload))
        select Cluster.NameOf(budget);

    public static IEnumerable<string> Budgeted(Cluster cluster) =>
        from workload in Served(cluster)
        where !cluster.Of("PodDisruptionBudget").Any(b => IsAbout(b, workload))
        select workload.Name;

    static bool IsAbout(JsonNode budget, Workload workload) =>
        budget.Text("metadata/namespace") == workload.Namespace && workload.IsIn(budget.At("spec/selector"));

    /// <summary>Something serves the metrics of pods, and the autoscaler is allowed to read what it asks for.</summary>
    public static IEnumerable<string> Metrics(Cluster cluster) =>
        from metric in cluster.Of("HorizontalPodAutoscaler")
            .SelectMany(a => a.Each("spec/metrics"))
            .Select(m => m.Text("pods/metric/name"))
            .Where(m => m.Length > 0)
        let readers = cluster.Of("ClusterRole").Where(r => Reads(r, metric)).Select(r => r.Text("metadata/name"))
        let bindings = cluster.Of("ClusterRoleBinding").Where(b => readers.Contains(b.Text("roleRef/name")))
        where !cluster.Of("APIService").Any(a => IsServed(cluster, a)) || !bindings.Any(IsOfTheAutoscaler)
        select metric;

    static bool Reads(JsonNode role, string metric) =>
        role.Each("rules").SelectMany(r => r.Each("resources")).Any(r => r.ToString() == $"pods/{metric}");

    /// <summary>The API by which metrics of pods are asked for, with a service behind it.</summary>
    static bool IsServed(Cluster cluster, JsonNode api) =>
        api.Text("spec/group") == "custom.metrics.k8s.io"
        && cluster.Of("Service").Any(s =>
            s.Text("metadata/name") == api.Text("spec/service/name")
            && s.Text("metadata/namespace") == api.Text("spec/service/namespace"));

    static bool IsOfTheAutoscaler(JsonNode binding) =>
        binding.Each("subjects").Any(s => s.Text("name") == "horizontal-pod-autoscaler");

    static bool CanBeMet(JsonNode budget, int pods) =>
        budget.At("spec/maxUnavailable") is { } away
            ? away.ToString() is not ("0" or "0%" or "100%")
            : budget.Number("spec/minAvailable", int.MaxValue) < pods;

    public static IEnumerable<string> Spread(Cluster cluster) =>
        from workload in Served(cluster)
        from key in new[] { "topology.kubernetes.io/zone", "kubernetes.io/hostname" }
        let constraints = workload.Pod.Each("topologySpreadConstraints").Where(c => Spreads(c, key))
        where !constraints.Any(c => workload.IsIn(c.At("labelSelector")))
        select $"{workload.Name}: {key}";

    /// <summary>Over zones strictly, over nodes as far as there are some.</summary>
    static bool Spreads(JsonNode constraint, string key) =>
        constraint.Text("topologyKey") == key
        && constraint.Number("maxSkew") == 1
        && (constraint.Text("whenUnsatisfiable") == "DoNotSchedule" || key == "kubernetes.io/hostname")
        && constraint.Text("nodeTaintsPolicy") == "Honor";

    /// <summary>What people reach: whatever an ingress leads to.</summary>
    static IEnumerable<Workload> Served(Cluster cluster) =>
        from name in cluster.Of("Ingress")
            .SelectMany(i => i.Each("spec/rules"))
            .SelectMany(r => r.Each("http/paths"))
            .Select(p => p.Text("backend/service/name"))
        from service in cluster.Of("Service").Where(s => s.Text("metadata/name") == name)
        from workload in cluster.Workloads
        where workload.Namespace == "notejam" && !workload.RunsToItsEnd
        where service.Pairs("spec/selector").All(l => workload.Labels.GetValueOrDefault(l.Key) == l.Value)
        select workload;

    static int Least(Cluster cluster, Workload workload) =>
        cluster.AutoscalerOf(workload) is { } autoscaler
            ? autoscaler.Number("spec/minReplicas", 1)
            : workload.Owner.Number("spec/replicas", 1);

    internal static JsonNode Attributes(JsonNode ingress, string name) => new JsonObject(
        ingress.Text($"metadata/annotations/alb.ingress.kubernetes.io~1{name}")
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(a => a.Split('=', 2))
            .Select(a => KeyValuePair.Create(a[0], (JsonNode?)a[^1])));
}

using System.Text.Json.Nodes;
using Notejam.ServiceDefaults.Health;
using Notejam.Tests.Hosting;
using static Notejam.Tests.Manifests.Rules.ManifestMutations;

namespace Notejam.Tests.Manifests.Rules;

static class ScalingRules
{
    static readonly Shutdown Shutdown = Shutdown.OfWeb();

    public static readonly Rule<Cluster>[] All =
    [
        new Rule<Cluster>("replicas are not written beside an autoscaler", Replicas)
            .Noticing(Set(WebDeployment, "spec/replicas", "3")),
        new Rule<Cluster>("an autoscaler grows what exists, by what can be measured", Autoscalers)
            .Noticing(
                Set("HorizontalPodAutoscaler/web", "spec/scaleTargetRef/name", "site"),
                Set("HorizontalPodAutoscaler/web", "spec/minReplicas", "12"),
                Set("HorizontalPodAutoscaler/web", "spec/metrics/1/pods/metric/name", "http_requests"),
                Remove("HorizontalPodAutoscaler/web", "spec/metrics/0")),
        new Rule<Cluster>("a rolling update takes no pod away before another is there", RollingUpdates)
            .Noticing(
                Set(WebDeployment, "spec/strategy/rollingUpdate/maxUnavailable", "25%"),
                Set(WebDeployment, "spec/strategy", "{type: Recreate}")),
        new Rule<Cluster>("a pod outlives its last request", Grace)
            .Noticing(
                Set(WebDeployment, $"{Pod}/terminationGracePeriodSeconds", "25"),
                Remove(WebDeployment, $"{Container}/lifecycle"),
                Set(WebDeployment, $"{Container}/lifecycle/preStop/sleep/seconds", "40"),
                Set(WebDeployment, $"{Container}/readinessProbe/periodSeconds", "10")),
        new Rule<Cluster>("the load balancer lets go of a pod before it closes", Deregistration)
            .Noticing(
                Remove("Ingress/web", $"{Annotations}target-group-attributes"),
                Set("Ingress/web", $"{Annotations}target-group-attributes", "deregistration_delay.timeout_seconds=5")),
        new Rule<Cluster>("a disruption budget can be met", DisruptionBudgets)
            .Noticing(
                Set("PodDisruptionBudget/web", "spec/maxUnavailable", "0"),
                Set("PodDisruptionBudget/web", "spec", "{minAvailable: 3, selector: {matchLabels: {app: web}}}"),
                Set("PodDisruptionBudget/web", "spec/selector/matchLabels/app", "site"),
                Set("PodDisruptionBudget/web", "spec/maxUnavailable", "100%")),
        new Rule<Cluster>("what people reach has a disruption budget", Budgeted)
            .Noticing(Remove("PodDisruptionBudget/web")),
        new Rule<Cluster>("an autoscaler can read the metric that it asks for", Metrics)
            .Noticing(
                Remove("APIService/v1beta1.custom.metrics.k8s.io"),
                Set("APIService/v1beta1.custom.metrics.k8s.io", "spec/service/name", "adapter"),
                Remove("ClusterRoleBinding/read-active-requests")),
        new Rule<Cluster>("what must survive a zone is spread over zones and nodes", Spread)
            .Noticing(
                Set(WebDeployment, $"{Pod}/topologySpreadConstraints/0/whenUnsatisfiable", "ScheduleAnyway"),
                Remove(WebDeployment, $"{Pod}/topologySpreadConstraints/0"),
                Set(WebDeployment, $"{Pod}/topologySpreadConstraints/1/labelSelector/matchLabels/app", "site")),
    ];

    static IEnumerable<string> Replicas(Cluster cluster) =>
        from workload in cluster.Workloads
        where cluster.AutoscalerOf(workload) is not null && workload.Owner.At("spec/replicas") is not null
        select workload.Name;

    /// <summary>
    /// By CPU, which is requested, and by a metric that the adapter makes and the autoscaler may read.
    /// </summary>
    static IEnumerable<string> Autoscalers(Cluster cluster)
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

    static IEnumerable<string> RollingUpdates(Cluster cluster) =>
        from workload in Served(cluster)
        let strategy = workload.Owner.At("spec/strategy")
        where strategy.Text("type") != "RollingUpdate"
            || strategy.Text("rollingUpdate/maxUnavailable") != "0"
            || strategy.Text("rollingUpdate/maxSurge") is "" or "0" or "0%"
        select workload.Name;

    /// <summary>
    /// The grace period begins with preStop; then the application drains, and then it waits for the longest request.
    /// </summary>
    static IEnumerable<string> Grace(Cluster cluster) =>
        from workload in Served(cluster)
        from container in workload.Containers
        let preStop = container.Number("lifecycle/preStop/sleep/seconds")
        let grace = workload.Pod.Number("terminationGracePeriodSeconds", 30)
        let probe = container.At("readinessProbe")
        let notReady = probe.Number("periodSeconds", 10) * probe.Number("failureThreshold", 3)
        where preStop == 0
            || preStop + Shutdown.Drain + Shutdown.LongestRequest >= grace
            || preStop + Shutdown.Timeout >= grace
            || notReady >= Shutdown.Drain
        select $"{workload.Name}: preStop {preStop} s, grace {grace} s, not ready after {notReady} s; {Shutdown}";

    static IEnumerable<string> Deregistration(Cluster cluster) =>
        from ingress in cluster.Of("Ingress")
        let delay = Attributes(ingress, "target-group-attributes").Number("deregistration_delay.timeout_seconds", 300)
        from workload in Served(cluster)
        let preStop = workload.Containers.First().Number("lifecycle/preStop/sleep/seconds")
        where delay < Shutdown.LongestRequest || delay > preStop + Shutdown.Drain
        select $"{Cluster.NameOf(ingress)}: {delay} s";

    static IEnumerable<string> DisruptionBudgets(Cluster cluster) =>
        from budget in cluster.Of("PodDisruptionBudget")
        let workload = cluster.Workloads.FirstOrDefault(w => IsAbout(budget, w))
        where workload is null || !CanBeMet(budget, Least(cluster, workload))
        select Cluster.NameOf(budget);

    static IEnumerable<string> Budgeted(Cluster cluster) =>
        from workload in Served(cluster)
        where !cluster.Of("PodDisruptionBudget").Any(b => IsAbout(b, workload))
        select workload.Name;

    static bool IsAbout(JsonNode budget, Workload workload) =>
        budget.Text("metadata/namespace") == workload.Namespace && workload.IsIn(budget.At("spec/selector"));

    /// <summary>Something serves the metrics of pods, and the autoscaler is allowed to read what it asks for.</summary>
    static IEnumerable<string> Metrics(Cluster cluster) =>
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

    static IEnumerable<string> Spread(Cluster cluster) =>
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

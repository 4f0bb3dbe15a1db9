using Check = System.Func<Notejam.Tests.Manifests.Cluster, System.Collections.Generic.IEnumerable<string>>;

namespace Notejam.Tests.Manifests.Rules;

/// <summary>
/// What our manifests promise, beyond what Kubernetes itself would accept. A rule names what breaks it.
/// </summary>
static class Policy
{
    public static readonly IReadOnlyDictionary<string, Check> Rules = new Dictionary<string, Check>
    {
        ["every container requests CPU and memory, and its memory is limited"] = PodRules.Requests,
        ["every pod is restricted"] = PodRules.Restricted,
        ["every server is probed, on its management port if it has one"] = PodRules.Probes,
        ["every image is pinned, ours by digest"] = PodRules.Images,
        ["what is mounted is there"] = PodRules.Volumes,
        ["only who has rights in the cluster has a token for it"] = PodRules.Tokens,
        ["settings come in the order in which the secret wins"] = PodRules.Environment,
        ["a changed setting rolls the pods"] = PodRules.Settings,
        ["whatever runs in a cluster runs as Production"] = PodRules.Production,
        ["there is one backup worker, and never two"] = PodRules.One,
        ["who is scraped is scraped on the management port"] = PodRules.Scrapes,

        ["replicas are not written beside an autoscaler"] = ScalingRules.Replicas,
        ["an autoscaler grows what exists, by what can be measured"] = ScalingRules.Autoscalers,
        ["a rolling update takes no pod away before another is there"] = ScalingRules.RollingUpdates,
        ["a pod outlives its last request"] = ScalingRules.Grace,
        ["the load balancer lets go of a pod before it closes"] = ScalingRules.Deregistration,
        ["a disruption budget can be met"] = ScalingRules.DisruptionBudgets,
        ["what people reach has a disruption budget"] = ScalingRules.Budgeted,
        ["an autoscaler can read the metric that it asks for"] = ScalingRules.Metrics,
        ["what must survive a zone is spread over zones and nodes"] = ScalingRules.Spread,

        ["every service selects something that listens"] = NetworkRules.Services,
        ["an ingress leads to pods, and by HTTPS"] = NetworkRules.Ingresses,
        ["every network policy means something that exists"] = NetworkRules.Policies,
        ["nothing talks unless it is allowed to"] = NetworkRules.DefaultDeny,
        ["an opening is no wider than it must be"] = NetworkRules.Openings,
        ["what must talk may"] = NetworkRules.Missing,
        ["the management port is open to Prometheus alone"] = NetworkRules.Management,

        ["every ConfigMap and Secret is made or documented"] = ReferenceRules.Configuration,
        ["no secret is in a ConfigMap"] = ReferenceRules.Secrets,
        ["every name of an account, a role and a class exists"] = ReferenceRules.Names,
        ["a workload owns the pods that it makes"] = ReferenceRules.Selectors,
        ["nobody may do everything"] = ReferenceRules.Rights,
        ["every namespace holds its pods to the restricted standard"] = ReferenceRules.Namespaces,
        ["the migration runs once for each image, which is that of web"] = ReferenceRules.Migration,
    };
}

using Notejam.Tests.Hosting;

namespace Notejam.Tests.Manifests.Rules;

/// <summary>What our manifests promise, beyond what Kubernetes itself would accept.</summary>
static class ManifestRules
{
    public static IReadOnlyList<Rule<Cluster>> All =>
        [.. PodRules.All, .. ScalingRules.All, .. NetworkRules.All, .. ReferenceRules.All];
}

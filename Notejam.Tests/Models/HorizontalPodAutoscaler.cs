using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Models;

/// <param name="Ratio">Average of the ready pods, relative to the target.</param>
/// <param name="Ready">Pods that are measured.</param>
/// <param name="Starting">Pods that are not ready, and so not measured.</param>
readonly record struct Reading(double Ratio, int Ready, int Starting);

/// <summary>
/// The algorithm of the Horizontal Pod Autoscaler with the numbers of a manifest
/// (kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale: algorithm details, support for multiple
/// metrics, configurable scaling behavior). It leaves out pods that fail or lack a metric, and a tolerance or a
/// selectPolicy of one's own.
/// </summary>
sealed class HorizontalPodAutoscaler(JsonNode manifest)
{
    /// <summary>--horizontal-pod-autoscaler-sync-period and -tolerance, which EKS leaves as they are.</summary>
    public const int SyncPeriod = 15;
    const double Tolerance = 0.1;

    readonly List<(int At, int Replicas)> recommended = [];
    readonly List<(int At, int Change)> changes = [];

    public int Min => manifest.Number("spec/minReplicas");
    public int Max => manifest.Number("spec/maxReplicas");

    /// <summary>How many there should be now; null stands for a metric that cannot be read.</summary>
    public int Next(int now, int current, params Reading?[] metrics)
    {
        var proposed = metrics.OfType<Reading>().Select(m => Propose(m, current)).DefaultIfEmpty(current).Max();
        // Nobody knows whether the metric that is missing would have wanted more: such a round does nothing, and is
        // not remembered.
        if (proposed < current && metrics.Any(m => m is null)) return current;
        recommended.Add((now, proposed));
        var next = Math.Clamp(Limit(now, current, Stabilize(now, current)), Min, Max);
        if (next != current) changes.Add((now, next - current));
        return next;
    }

    /// <summary>Pods that start count as idle when more are wanted: they are the help already on its way.</summary>
    static int Propose(Reading metric, int current)
    {
        var counted = metric.Ratio > 1 ? metric.Ready + metric.Starting : metric.Ready;
        var ratio = metric.Ratio * metric.Ready / counted;
        if (Math.Abs(ratio - 1) <= Tolerance || metric.Ratio > 1 && ratio < 1) return current;
        var wanted = (int)Math.Ceiling(ratio * counted);
        return ratio > 1 ? Math.Max(wanted, current) : wanted;
    }

    /// <summary>The least of what was wanted lately before it grows, the most before it shrinks.</summary>
    int Stabilize(int now, int current)
    {
        var up = Window("scaleUp", 0).Min();
        var down = Window("scaleDown", 300).Max();
        return Math.Min(Math.Max(current, up), down);

        IEnumerable<int> Window(string direction, int otherwise)
        {
            var seconds = manifest.Number($"spec/behavior/{direction}/stabilizationWindowSeconds", otherwise);
            return recommended.Where(r => r.At >= now - seconds).Select(r => r.Replicas);
        }
    }

    int Limit(int now, int current, int wanted) =>
        wanted > current ? Math.Min(wanted, Policies("scaleUp").Max(p => Allowed(p, +1)))
        : wanted < current ? Math.Max(wanted, Policies("scaleDown").Min(p => Allowed(p, -1)))
        : current;

    IEnumerable<JsonNode> Policies(string direction) => manifest.Each($"spec/behavior/{direction}/policies");

    int Allowed(JsonNode policy, int sign)
    {
        var value = policy.Number("value");
        var now = recommended[^1].At;
        // A change is noted just after the round that made it, so one that is a period old still counts.
        var before = changes.Where(c => c.At >= now - policy.Number("periodSeconds")).Sum(c => c.Change);
        var start = Current - before;
        if (policy.Text("type") != "Percent") return start + sign * value;
        return (int)(sign > 0 ? Math.Ceiling(start * (1 + value / 100.0)) : start * (1 - value / 100.0));
    }

    int Current => Min + changes.Sum(c => c.Change);
}

using System.Globalization;
using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;
using Notejam.Tests.Manifests;

namespace Notejam.Tests.Models;

/// <summary>
/// Pods, thousandths of a processor, and MiB: asked for, or there. The scheduler puts a pod where what it asks for is
/// still free (kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler); here a group of nodes is one large
/// node. It leaves out how pods fit on each, affinity, taints and the spread over zones.
/// </summary>
sealed record NodeResources(int Pods, int Cpu, int Memory)
{
    /// <summary>
    /// By what EKS' add-ons and the chart of the load balancer's controller ask for; everything else is in our
    /// manifests.
    /// </summary>
    static readonly NodeResources[] AddOns =
    [
        new NodeResources(1, 100, 70).Times(2), // coredns
        new NodeResources(1, 100, 200).Times(2), // metrics-server
        new NodeResources(1, 60, 240).Times(2), // ebs-csi-controller
        new NodeResources(1, 100, 128).Times(2), // aws-load-balancer-controller
    ];

    /// <summary>
    /// On every node: aws-node, kube-proxy, ebs-csi-node, the pod identity agent, and room for one more.
    /// </summary>
    static readonly NodeResources Daemons = new(5, 230, 190);

    /// <summary>Everything at its most, in the middle of a rolling update.</summary>
    public static NodeResources AskedBy(Cluster cluster) =>
        cluster.Workloads
            .Select(w => Asked(w).Times(cluster.Most(w)))
            .Concat(AddOns)
            .Aggregate((sum, pod) => sum.Plus(pod));

    /// <summary>What all nodes of a group have together, if it is in so many zones.</summary>
    public static NodeResources Of(JsonNode group, int zones)
    {
        var node = Allocatable((string)group["instanceTypes"]!.AsArray().Single()!);
        return node.Plus(Daemons.Times(-1)).Times((int)group["maxSize"]! * zones);
    }

    public bool FitsIn(NodeResources room) => Pods <= room.Pods && Cpu <= room.Cpu && Memory <= room.Memory;

    public override string ToString() => $"{Pods} pods, {Cpu}m, {Memory} Mi";

    /// <summary>
    /// Pods by the addresses of its interfaces (amazon-vpc-cni's eni-max-pods.txt). Of two processors Kubernetes keeps
    /// 70m; of the memory that Linux sees, about 94 %, it keeps 255 Mi and 11 Mi a pod, and 100 Mi more before it
    /// evicts (amazon-eks-ami).
    /// </summary>
    static NodeResources Allocatable(string type)
    {
        var (pods, gib) = type switch
        {
            "t3.medium" => (17, 4),
            "t3.large" => (35, 8),
            "m6i.large" => (29, 8),
            _ => throw new NotSupportedException(type),
        };
        return new(pods, 2000 - 70, gib * 1024 * 94 / 100 - (255 + 11 * pods) - 100);
    }

    static NodeResources Asked(Workload workload) => workload.Containers
        .Select(Asked)
        .Aggregate(new NodeResources(1, 0, 0), (sum, container) => sum.Plus(container));

    static NodeResources Asked(JsonNode container)
    {
        var cpu = Number(container.Text("resources/requests/cpu"), "m", 1000);
        var memory = Number(container.Text("resources/requests/memory"), "Mi", 1024);
        return new(0, cpu, memory);
    }

    /// <summary>
    /// In the small unit, or with the one above it, of which it has so many: 250m and 1, 256Mi and 1Gi.
    /// </summary>
    static int Number(string quantity, string unit, int many)
    {
        if (quantity.EndsWith(unit, StringComparison.Ordinal)) return Parse(quantity[..^unit.Length]);
        return many * Parse(quantity.Replace("Gi", "", StringComparison.Ordinal));

        static int Parse(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
    }

    NodeResources Plus(NodeResources other) => new(Pods + other.Pods, Cpu + other.Cpu, Memory + other.Memory);

    NodeResources Times(int times) => new(times * Pods, times * Cpu, times * Memory);
}

using System.Text.Json.Nodes;

namespace Notejam.Tests.Infrastructure;

/// <summary>Pods, thousandths of a processor, and MiB: asked for, or there.</summary>
sealed record NodeRoom(int Pods, int Cpu, int Memory)
{
    /// <summary>Twelve web pods and three of a rolling update, at 250m and 256 Mi.</summary>
    static readonly NodeRoom Web = new NodeRoom(1, 250, 256).Times(12 + 3);

    /// <summary>Once in a cluster, by what their manifests and add-ons ask for.</summary>
    static readonly NodeRoom[] System =
    [
        new NodeRoom(1, 100, 70).Times(2), // coredns
        new NodeRoom(1, 100, 200).Times(2), // metrics-server
        new NodeRoom(1, 60, 240).Times(2), // ebs-csi-controller
        new(1, 100, 600), // cluster-autoscaler
        new NodeRoom(1, 100, 128).Times(2), // aws-load-balancer-controller
        new(1, 500, 1024), // prometheus
        new(1, 50, 64), // alertmanager
        new NodeRoom(1, 100, 128).Times(2), // prometheus-adapter
        new(1, 50, 128), // kube-state-metrics
        new(1, 100, 256), // backup
        new(1, 250, 256), // a migration
    ];

    /// <summary>On every node: aws-node, kube-proxy, ebs-csi-node, the pod identity agent, node-exporter.</summary>
    static readonly NodeRoom Daemons = new(5, 230, 190);

    public static NodeRoom Asked { get; } = System.Aggregate(Web, (sum, pod) => sum.Plus(pod));

    /// <summary>What all nodes of a group have together, if it is in so many zones.</summary>
    public static NodeRoom Of(JsonNode group, int zones)
    {
        var node = Allocatable((string)group["instanceTypes"]!.AsArray().Single()!);
        return node.Plus(Daemons.Times(-1)).Times((int)group["maxSize"]! * zones);
    }

    public bool FitsIn(NodeRoom room) => Pods <= room.Pods && Cpu <= room.Cpu && Memory <= room.Memory;

    public override string ToString() => $"{Pods} pods, {Cpu}m, {Memory} Mi";

    /// <summary>
    /// Pods by the addresses of its interfaces (amazon-vpc-cni's eni-max-pods.txt). Of two processors Kubernetes keeps 70m; of the
    /// memory that Linux sees, about 94 %, it keeps 255 Mi and 11 Mi a pod, and 100 Mi more before it evicts (amazon-eks-ami).
    /// </summary>
    static NodeRoom Allocatable(string type)
    {
        var (pods, gib) = type switch { "t3.medium" => (17, 4), "t3.large" => (35, 8), "m6i.large" => (29, 8), _ => throw new NotSupportedException(type) };
        return new(pods, 2000 - 70, gib * 1024 * 94 / 100 - (255 + 11 * pods) - 100);
    }

    NodeRoom Plus(NodeRoom other) => new(Pods + other.Pods, Cpu + other.Cpu, Memory + other.Memory);

    NodeRoom Times(int times) => new(times * Pods, times * Cpu, times * Memory);
}

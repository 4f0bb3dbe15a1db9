using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;
using Notejam.Tests.Manifests;
using Notejam.Tests.Models;

namespace Notejam.Tests.Infrastructure;

/// <summary>
/// The file for eksctl as each environment has it: valid, of one mind with Terraform, and large enough.
/// </summary>
public sealed class ClusterTests(Plans plans)
{
    static readonly string[] AddOns =
    [
        "vpc-cni", "coredns", "kube-proxy",
        "eks-pod-identity-agent", "aws-ebs-csi-driver", "metrics-server",
    ];

    [Theory]
    [MemberData(nameof(Plans.Environments), MemberType = typeof(Plans))]
    public async Task It_is_what_eksctl_reads(string environment) =>
        Assert.Empty(await ClusterFile.ErrorsAsync(ClusterFile.Of(environment)));

    [Theory]
    [InlineData("a field that does not exist", "managedNodeGroups/0", "minSizee")]
    [InlineData("a field that does not exist", "vpc", "natt")]
    [InlineData("a number that is a word", "managedNodeGroups/0", "maxSize")]
    [InlineData("a list that is a word", "managedNodeGroups/0", "subnets")]
    public async Task A_mistake_is_found(string mistake, string place, string field)
    {
        var cluster = ClusterFile.Of("production");
        var node = place.Split('/').Aggregate(cluster, (n, step) =>
            int.TryParse(step, out var index) ? n[index]! : n[step]!);
        node[field] = "four";
        Assert.True((await ClusterFile.ErrorsAsync(cluster)).Any(), mistake);
    }

    [Theory]
    [MemberData(nameof(Plans.Environments), MemberType = typeof(Plans))]
    public async Task It_has_the_names_and_tags_that_Terraform_gives(string environment)
    {
        var cluster = ClusterFile.Of(environment);
        var plan = await plans.ForAsync(environment);
        var tags = cluster["metadata"]!["tags"]!;
        Assert.Equal(plan["aws_db_instance.this"].Text("identifier"), (string)cluster["metadata"]!["name"]!);
        Assert.Equal("eksctl", (string)tags["ManagedBy"]!);
        foreach (var tag in new[] { "Project", "Environment" })
            Assert.Equal((string)plan["aws_vpc.this"].Values["tags_all"]![tag]!, (string)tags[tag]!);
        var logs = plan["aws_cloudwatch_log_group.this[\"/aws/eks/notejam-" + environment + "/cluster\"]"];
        var days = (int)cluster["cloudWatch"]!["clusterLogging"]!["logRetentionInDays"]!;
        Assert.Equal(logs.Number("retention_in_days"), days);
    }

    [Theory]
    [MemberData(nameof(Plans.Environments), MemberType = typeof(Plans))]
    public async Task Each_role_of_a_pod_is_given_to_the_service_account_that_it_trusts(string environment)
    {
        var plan = await plans.ForAsync(environment);
        var cluster = ClusterFile.Of(environment);
        var ofAddOns = cluster["addons"]!.AsArray()
            .SelectMany(a => a!["podIdentityAssociations"]?.AsArray() ?? []);
        var given = cluster["iam"]!["podIdentityAssociations"]!.AsArray()
            .Concat(ofAddOns)
            .ToDictionary(a => ((string)a!["roleARN"]!).Split('"')[1], a => AccountOf(a!));
        var trusted = plan.Documents
            .Where(d => d.Address.Contains(".pod_trust[", StringComparison.Ordinal))
            .ToDictionary(d => d.Address.Split('"')[1], AccountIn);
        Assert.Equal(trusted.OrderBy(t => t.Key), given.OrderBy(g => g.Key));
    }

    static (string Namespace, string Name) AccountOf(JsonNode association) =>
        ((string?)association["namespace"] ?? "kube-system", (string)association["serviceAccountName"]!);

    static (string Namespace, string Name) AccountIn(PolicyDocument trust) =>
        (Tag(trust, "kubernetes-namespace"), Tag(trust, "kubernetes-service-account"));

    [Theory]
    [MemberData(nameof(Plans.Environments), MemberType = typeof(Plans))]
    public void It_is_of_a_supported_version_private_and_audited(string environment)
    {
        var cluster = ClusterFile.Of(environment);
        Assert.Equal("1.35", (string)cluster["metadata"]!["version"]!);
        Assert.Equal("STANDARD", (string)cluster["upgradePolicy"]!["supportType"]!);
        Assert.Equal("API", (string)cluster["accessConfig"]!["authenticationMode"]!);
        Assert.NotNull(cluster["secretsEncryption"]!["keyARN"]);
        Assert.Equal(5, cluster["cloudWatch"]!["clusterLogging"]!["enableTypes"]!.AsArray().Count);
        Assert.Equal(AddOns, cluster["addons"]!.AsArray().Select(a => (string)a!["name"]!));
        Assert.Equal("""{"enableNetworkPolicy":"true"}""", (string)cluster["addons"]![0]!["configurationValues"]!);
        var nodes = Assert.Single(cluster["managedNodeGroups"]!.AsArray())!;
        string[] wanted =
            ["privateNetworking", "volumeEncrypted", "disableIMDSv1", "disablePodIMDS", "propagateASGTags"];
        Assert.All(wanted, name => Assert.True((bool)nodes[name]!, name));
        Assert.True((bool)nodes["nodeRepairConfig"]!["enabled"]!);
        Assert.True((int)nodes["maxSize"]! > (int)nodes["minSize"]!, "the autoscaler could not add a node");
    }

    [Theory]
    [MemberData(nameof(Plans.Environments), MemberType = typeof(Plans))]
    public async Task Its_nodes_have_room_for_twelve_web_pods_a_rolling_update_and_everything_else(string environment)
    {
        var room = NodeResources.Of(ClusterFile.Of(environment)["managedNodeGroups"]![0]!, zones: 3);
        var asked = NodeResources.AskedBy(await Cluster.RenderAsync("production"));
        Assert.True(asked.FitsIn(room), $"{asked} do not fit in {room}");
        Assert.Contains($"{environment}:", Documented(room), StringComparison.Ordinal);
        Assert.Contains("asked", Documented(asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_has_room_for_all_that_with_a_zone_lost()
    {
        var room = NodeResources.Of(ClusterFile.Of("production")["managedNodeGroups"]![0]!, zones: 2);
        var asked = NodeResources.AskedBy(await Cluster.RenderAsync("production"));
        Assert.True(asked.FitsIn(room), $"{asked} do not fit in {room}");
    }

    /// <summary>The line of the template's head with these numbers.</summary>
    static string Documented(NodeResources sum)
    {
        var numbers = FormattableString.Invariant($"{sum.Pods,3} pods  {sum.Cpu,6:N0}m  {sum.Memory,6:N0} Mi");
        return ClusterFile.Template.Split('\n').Single(line => line.EndsWith(numbers, StringComparison.Ordinal));
    }

    static string Tag(PolicyDocument document, string name) => document.Statements.Single()
        .Conditions.Single(c => c.Variable == $"aws:RequestTag/{name}")
        .Values.Single();
}

using System.Net;
using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;
using Notejam.Tests.Infrastructure;

namespace Notejam.Tests.Manifests;

/// <summary>What an overlay says of its AWS account is what Terraform and eksctl make there.</summary>
public sealed class AccountTests(Plans plans)
{
    [Theory]
    [MemberData(nameof(Plans.Environments), MemberType = typeof(Plans))]
    public async Task The_load_balancer_and_the_database_may_talk_from_their_networks_and_nobody_elses_do(
        string environment)
    {
        var plan = await plans.ForAsync(environment);
        var cluster = await Cluster.RenderAsync(environment);
        AssertOnly("public", cluster.Find("NetworkPolicy/web").Text("spec/ingress/0/from/0/ipBlock/cidr"));
        AssertOnly("database", cluster.Find("NetworkPolicy/database").Text("spec/egress/0/to/0/ipBlock/cidr"));

        void AssertOnly(string kind, string network)
        {
            var range = IPNetwork.Parse(network);
            var subnets = plan.Of("aws_subnet").ToList();
            var inside = subnets
                .Where(s => range.Contains(IPNetwork.Parse(s.Text("cidr_block")!).BaseAddress))
                .Select(s => s.Address);
            var meant = subnets
                .Select(s => s.Address)
                .Where(a => a.Contains($"\"{kind}-", StringComparison.Ordinal))
                .ToList();
            Assert.Equal(3, meant.Count);
            Assert.Equal(meant.Order(), inside.Order());
        }
    }

    [Theory]
    [MemberData(nameof(Plans.Environments), MemberType = typeof(Plans))]
    public async Task Names_are_those_that_Terraform_gives(string environment)
    {
        var plan = await plans.ForAsync(environment);
        var cluster = await Cluster.RenderAsync(environment);
        var ingress = cluster.Find("Ingress/web").At("metadata/annotations");
        var group = plan["aws_security_group.load_balancer"].Values.Text("tags/Name");
        Assert.Equal(group, ingress.Text("alb.ingress.kubernetes.io~1security-groups"));
        var firewall = plan["aws_wafv2_web_acl.this"].Text("name");
        Assert.Equal(firewall, ingress.Text("alb.ingress.kubernetes.io~1wafv2-acl-name"));
        var settings = cluster.Of("ConfigMap")
            .Single(c => c.Text("metadata/name").StartsWith("backup-settings", StringComparison.Ordinal));
        var store = Anonymous(settings.Text("data/Backup__Store"));
        var buckets = plan.Of("aws_s3_bucket").Select(b => Anonymous(b.Text("bucket")!));
        Assert.Contains(buckets, b => $"s3://{b}/dumps" == store);
        var autoscaler = cluster.Find("Deployment/cluster-autoscaler").Each("spec/template/spec/containers/0/command");
        var name = ClusterFile.Of(environment).Text("metadata/name");
        Assert.Contains(autoscaler, c => c.ToString().EndsWith($"/{name}", StringComparison.Ordinal));
    }

    static string Anonymous(string bucket) => Regex.Replace(bucket, @"\d{12}", "ACCOUNT");
}

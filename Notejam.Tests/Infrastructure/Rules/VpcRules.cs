using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;
using static Notejam.Tests.Infrastructure.Rules.PlanMutations;
using static Notejam.Tests.Infrastructure.Rules.PlanRules;

namespace Notejam.Tests.Infrastructure.Rules;

/// <summary>Who reaches what.</summary>
static class VpcRules
{
    const string Pods = "aws_vpc_security_group_ingress_rule.database[\"a\"]";
    const string Ingress = "aws_vpc_security_group_ingress_rule";

    static readonly string[] Everywhere = ["0.0.0.0/0", "::/0"];

    public static readonly Rule<Plan>[] All =
    [
        Each("The internet reaches the load balancer and nothing else", Ingress, r =>
            !Open(r) || r.Address.StartsWith($"{Ingress}.load_balancer[", StringComparison.Ordinal))
            .Noticing(
                Set("the internet reaches the database", Pods, "cidr_ipv4", "0.0.0.0/0"),
                Set("the internet reaches the database by IPv6", Pods, "cidr_ipv6", "::/0")),
        Each("The load balancer is open for HTTP and HTTPS only", Ingress, r =>
            !Open(r) || r.Number("from_port") == r.Number("to_port") && r.Number("from_port") is 80 or 443)
            .Noticing(
                Set("the load balancer answers SSH", "aws_vpc_security_group_ingress_rule.load_balancer[\"80\"]",
                    "from_port", 22)),
        Each("Groups have no rules of their own beside these", "aws_security_group", HasNoRules)
            .Noticing(
                Set("a rule hides in a group", "aws_security_group.database", "ingress",
                    new JsonArray(new JsonObject { ["from_port"] = 0 }))),
        Each("The database listens to pods, on its port", Ingress, r =>
            !r.Address.StartsWith($"{Ingress}.database[", StringComparison.Ordinal)
            || r.Number("from_port") == 5432 && r.Number("to_port") == 5432)
            .Noticing(Set("pods reach every port", Pods, "from_port", 0)),
        None("Only the public and private subnets have a way out", plan => plan.Of("aws_route")
            .Select(r => r.Address)
            .Where(a => !a.StartsWith("aws_route.public", StringComparison.Ordinal))
            .Where(a => !a.StartsWith("aws_route.private", StringComparison.Ordinal)))
            .Noticing(
                Change("the database's subnets lead out", "aws_route.public", r => Rename(r, "aws_route.database"))),
        Each("No subnet gives public addresses", "aws_subnet", s => !s.Is("map_public_ip_on_launch"))
            .Noticing(Set("nodes are public", "aws_subnet.this[\"private-a\"]", "map_public_ip_on_launch", true)),
        Each("The group of those that name none is closed", "aws_default_security_group", HasNoRules)
            .Noticing(
                Set("the default group is open", "aws_default_security_group.closed", "ingress",
                    new JsonArray(new JsonObject { ["from_port"] = 0 }))),
        Each("All traffic is logged", "aws_flow_log", l => l.Text("traffic_type") == "ALL")
            .Noticing(Set("refused traffic is not logged", "aws_flow_log.this", "traffic_type", "ACCEPT")),
        None("Each zone of production has its own way out", plan =>
            Production(plan) && plan.Of("aws_nat_gateway").Count() != 3 ? ["aws_nat_gateway"] : [])
            .Noticing(Remove("a zone depends on another", "aws_nat_gateway.this[\"b\"]")),
    ];

    public static bool Production(Plan plan) => (string)plan.Variable("environment")! == "production";

    static bool Open(PlannedResource rule) =>
        Everywhere.Contains(rule.Text("cidr_ipv4")) || Everywhere.Contains(rule.Text("cidr_ipv6"));

    static bool HasNoRules(PlannedResource group) =>
        group.Values["ingress"] is null && group.Values["egress"] is null;

    static void Rename(JsonObject values, string address) => values.Parent!.Parent!["address"] = address;
}

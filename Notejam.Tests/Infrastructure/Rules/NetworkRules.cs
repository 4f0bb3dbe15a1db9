namespace Notejam.Tests.Infrastructure.Rules;

/// <summary>Who reaches what.</summary>
static class NetworkRules
{
    const string Ingress = "aws_vpc_security_group_ingress_rule";

    static readonly string[] Everywhere = ["0.0.0.0/0", "::/0"];

    public static readonly Rule[] All =
    [
        Rule.Each("The internet reaches the load balancer and nothing else", Ingress, r =>
            !Open(r) || r.Address.StartsWith($"{Ingress}.load_balancer[", StringComparison.Ordinal)),
        Rule.Each("The load balancer is open for HTTP and HTTPS only", Ingress, r =>
            !Open(r) || r.Number("from_port") == r.Number("to_port") && r.Number("from_port") is 80 or 443),
        Rule.Each("Groups have no rules of their own beside these", "aws_security_group", HasNoRules),
        Rule.Each("The database listens to pods, on its port", Ingress, r =>
            !r.Address.StartsWith($"{Ingress}.database[", StringComparison.Ordinal)
            || r.Number("from_port") == 5432 && r.Number("to_port") == 5432),
        new("Only the public and private subnets have a way out", plan => plan.Of("aws_route")
            .Select(r => r.Address)
            .Where(a => !a.StartsWith("aws_route.public", StringComparison.Ordinal))
            .Where(a => !a.StartsWith("aws_route.private", StringComparison.Ordinal))),
        Rule.Each("No subnet gives public addresses", "aws_subnet", s => !s.Is("map_public_ip_on_launch")),
        Rule.Each("The group of those that name none is closed", "aws_default_security_group", HasNoRules),
        Rule.Each("All traffic is logged", "aws_flow_log", l => l.Text("traffic_type") == "ALL"),
        new("Each zone of production has its own way out", plan =>
            Production(plan) && plan.Of("aws_nat_gateway").Count() != 3 ? ["aws_nat_gateway"] : []),
    ];

    public static bool Production(Plan plan) => (string)plan.Variable("environment")! == "production";

    static bool Open(PlannedResource rule) =>
        Everywhere.Contains(rule.Text("cidr_ipv4")) || Everywhere.Contains(rule.Text("cidr_ipv6"));

    static bool HasNoRules(PlannedResource group) =>
        group.Values["ingress"] is null && group.Values["egress"] is null;
}

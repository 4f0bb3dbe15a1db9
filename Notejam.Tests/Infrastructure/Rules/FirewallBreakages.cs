using System.Text.Json.Nodes;
using static Notejam.Tests.Infrastructure.Rules.Breakage;

namespace Notejam.Tests.Infrastructure.Rules;

static class FirewallBreakages
{
    const string Firewall = "aws_wafv2_web_acl.this";
    const string Log = "aws_wafv2_web_acl_logging_configuration.this";
    const string Tries = "Tries of passwords have a limit of their own";
    const string Attaching = "The load balancer's controller may attach our firewall and no other";
    const string Hidden = "The firewall's log holds no secret";

    public static readonly Breakage[] All =
    [
        Change("one address may send all", "One address may send so much and no more",
            Firewall, f => Limit(f, "all")["limit"] = 2_000_000.0),
        Change("nobody limits", "One address may send so much and no more",
            Firewall, f => Drop(f["rule"], r => (string?)r["name"] == "all")),
        Change("passwords are tried as often as pages are read", Tries,
            Firewall, f => Limit(f, "accounts")["limit"] = 10_000.0),
        Change("another path is limited", Tries,
            Firewall, f => Replace(f["rule"]!.AsArray(), "/forgot-password", "/forgotten")),
        Change("a limit only counts", "Who comes too often is told when to come again",
            Firewall, f => Rule(f, "all")["action"] = JsonNode.Parse("""[{"count":[{}]}]""")),
        Change("notes are read", "No rule reads what people write",
            Firewall, f => List(f)["scope_down_statement"] = new JsonArray()),
        Change("samples show cookies", "The firewall keeps no samples of requests",
            Firewall, f => f["visibility_config"]![0]!["sampled_requests_enabled"] = true),
        Change("links of forgotten passwords are logged", Hidden,
            Log, l => Drop(l["redacted_fields"], r => r["uri_path"] is JsonArray { Count: 1 })),
        Change("cookies are logged", Hidden, Log, l => Replace(l["redacted_fields"]!.AsArray(), "cookie", "accept")),
        Statement("the controller attaches any firewall", Attaching,
            "load_balancer_controller", "Firewall",
            s => s["resources"] = Strings("arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/*")),
    ];

    static JsonNode Rule(JsonObject firewall, string name) =>
        firewall["rule"]!.AsArray().Single(r => (string?)r!["name"] == name)!;

    static JsonNode Limit(JsonObject firewall, string name) =>
        Rule(firewall, name)["statement"]![0]!["rate_based_statement"]![0]!;

    static JsonNode List(JsonObject firewall) =>
        Rule(firewall, "AWSManagedRulesKnownBadInputsRuleSet")["statement"]![0]!["managed_rule_group_statement"]![0]!;

    /// <summary>Wherever a text stands in a list, however deep.</summary>
    static void Replace(JsonArray list, string text, string other)
    {
        var replaced = list.ToJsonString().Replace($"\"{text}\"", $"\"{other}\"", StringComparison.Ordinal);
        var changed = JsonNode.Parse(replaced)!.AsArray();
        list.Clear();
        foreach (var entry in changed) list.Add(entry!.DeepClone());
    }
}

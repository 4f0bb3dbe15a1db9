using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;
using static Notejam.Tests.Infrastructure.Rules.PlanMutations;
using static Notejam.Tests.Infrastructure.Rules.PlanRules;

namespace Notejam.Tests.Infrastructure.Rules;

/// <summary>What stands in front of the load balancer.</summary>
static class FirewallRules
{
    const string Acl = "aws_wafv2_web_acl.this";
    const string Log = "aws_wafv2_web_acl_logging_configuration.this";

    /// <summary>An office or the hall of a conference must fit in, an attack must not.</summary>
    const int MostOfOneAddress = 10_000, MostTriesOfOneAddress = 200;

    static readonly string[] AccountPaths = ["/signin", "/signup", "/forgot-password"];
    static readonly string[] SecretHeaders = ["authorization", "cookie", "referer"];

    public static readonly Rule<Plan>[] All =
    [
        Is("One address may send so much and no more", plan =>
            Limits(plan).Any(l => Most(l) <= MostOfOneAddress && Scope(l) is null))
            .Noticing(
                Change("one address may send all", Acl, f => Limit(f, "all")["limit"] = 2_000_000.0),
                Change("nobody limits", Acl, f => Drop(f["rule"], r => (string?)r["name"] == "all"))),
        Is("Tries of passwords have a limit of their own", plan =>
            Limits(plan).Any(l => Most(l) <= MostTriesOfOneAddress && AccountPaths.All(Mentions(l))))
            .Noticing(
                Change("passwords are tried as often as pages are read", Acl,
                    f => Limit(f, "accounts")["limit"] = 10_000.0),
                Change("another path is limited", Acl,
                    f => Replace(f["rule"]!.AsArray(), "/forgot-password", "/forgotten"))),
        Is("Who comes too often is told when to come again", plan =>
            Rules(plan).Where(r => Limit(r) is not null).All(IsAnswered))
            .Noticing(
                Change("a limit only counts", Acl,
                    f => Named(f, "all")["action"] = JsonNode.Parse("""[{"count":[{}]}]"""))),
        Is("No rule reads what people write", plan => Rules(plan).Where(r => Limit(r) is null).All(SparesForms))
            .Noticing(Change("notes are read", Acl, f => ManagedList(f)["scope_down_statement"] = new JsonArray())),
        Each("The firewall keeps no samples of requests", "aws_wafv2_web_acl", w =>
            !w.Values.ToJsonString().Contains("\"sampled_requests_enabled\":true", StringComparison.Ordinal))
            .Noticing(
                Change("samples show cookies", Acl,
                    f => f["visibility_config"]![0]!["sampled_requests_enabled"] = true)),
        Each("The firewall's log holds no secret", "aws_wafv2_web_acl_logging_configuration", HidesSecrets)
            .Noticing(
                Change("links of forgotten passwords are logged", Log,
                    l => Drop(l["redacted_fields"], r => r["uri_path"] is JsonArray { Count: 1 })),
                Change("cookies are logged", Log, l => Replace(l["redacted_fields"]!.AsArray(), "cookie", "accept"))),
        Is("The load balancer's controller may attach our firewall and no other", plan =>
            plan.Document("load_balancer_controller").Statement("Firewall") is { } s
            && s.Actions.Contains("wafv2:AssociateWebACL")
            && s.Resources
                .Where(r => r.StartsWith("arn:aws:wafv2:", StringComparison.Ordinal))
                .All(r => r.EndsWith($"/webacl/{Firewall(plan).Text("name")}/*", StringComparison.Ordinal)))
            .Noticing(
                Statement("the controller attaches any firewall", "load_balancer_controller", "Firewall",
                    s => s["resources"] = Strings("arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/*"))),
    ];

    static PlannedResource Firewall(Plan plan) => plan[Acl];

    static IEnumerable<JsonNode> Rules(Plan plan) => Firewall(plan).Values["rule"]!.AsArray().Select(r => r!);

    static IEnumerable<JsonNode> Limits(Plan plan) => Rules(plan).Select(Limit).OfType<JsonNode>();

    static JsonNode? Limit(JsonNode rule) => First(First(rule["statement"])?["rate_based_statement"]);

    static JsonNode? Scope(JsonNode limit) => First(limit["scope_down_statement"]);

    static double Most(JsonNode limit) =>
        (string?)limit["aggregate_key_type"] == "IP" ? (double)limit["limit"]! : double.MaxValue;

    static Func<string, bool> Mentions(JsonNode limit) => path =>
        Scope(limit)?.ToJsonString().Contains($"\"{path}\"", StringComparison.Ordinal) == true;

    static bool IsAnswered(JsonNode rule) =>
        First(First(First(rule["action"])?["block"])?["custom_response"]) is { } answer
        && (double)answer["response_code"]! == 429
        && (string?)First(answer["response_header"])?["name"] == "Retry-After";

    /// <summary>
    /// A list that AWS keeps: it may come to look into bodies any day, and a note may be about what it looks for.
    /// </summary>
    static bool SparesForms(JsonNode rule)
    {
        var list = First(First(rule["statement"])?["managed_rule_group_statement"]);
        var excluded = First(First(list?["scope_down_statement"])?["not_statement"]);
        var spared = First(First(excluded?["statement"])?["byte_match_statement"]);
        return (string?)spared?["search_string"] == "POST"
            && First(First(spared["field_to_match"])?["method"]) is not null;
    }

    static bool HidesSecrets(PlannedResource log)
    {
        var hidden = log.Values["redacted_fields"]!.AsArray().Select(f => f!).ToList();
        var headers = hidden.Select(f => (string?)First(f["single_header"])?["name"]).ToList();
        return SecretHeaders.All(headers.Contains)
            && new[] { "uri_path", "query_string" }.All(part => hidden.Exists(f => First(f[part]) is not null));
    }

    /// <summary>The only entry of a block that may be missing.</summary>
    static JsonNode? First(JsonNode? block) => block is JsonArray { Count: 1 } entries ? entries[0] : null;

    static JsonNode Named(JsonObject firewall, string name) =>
        firewall["rule"]!.AsArray().Single(r => (string?)r!["name"] == name)!;

    static JsonNode Limit(JsonObject firewall, string name) =>
        Named(firewall, name)["statement"]![0]!["rate_based_statement"]![0]!;

    static JsonNode ManagedList(JsonObject firewall) =>
        Named(firewall, "AWSManagedRulesKnownBadInputsRuleSet")["statement"]![0]!["managed_rule_group_statement"]![0]!;

    /// <summary>Wherever a text stands in a list, however deep.</summary>
    static void Replace(JsonArray list, string text, string other)
    {
        var replaced = list.ToJsonString().Replace($"\"{text}\"", $"\"{other}\"", StringComparison.Ordinal);
        var changed = JsonNode.Parse(replaced)!.AsArray();
        list.Clear();
        foreach (var entry in changed) list.Add(entry!.DeepClone());
    }
}

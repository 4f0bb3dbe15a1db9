using System.Text.Json.Nodes;

namespace Notejam.Tests.Infrastructure.Rules;

/// <summary>A mistake that somebody could make in Terraform, and the rule that is there for it.</summary>
sealed record Breakage(string Name, string Rule, Func<Plan, Plan> Make)
{
    public override string ToString() => Name;

    public static Breakage Set(string name, string rule, string address, string attribute, JsonNode? value)
    {
        var text = value?.ToJsonString();
        return Change(name, rule, address, values => values[attribute] = text is null ? null : JsonNode.Parse(text));
    }

    /// <summary>Something deeper in a resource.</summary>
    public static Breakage Change(string name, string rule, string address, Action<JsonObject> change) =>
        new(name, rule, plan => plan.With(address, change));

    public static Breakage Remove(string name, string rule, string address) =>
        new(name, rule, plan => plan.Without(address));

    /// <summary>A statement of a policy document; the first, where none is named.</summary>
    public static Breakage Statement(
        string name, string rule, string document, string? sid, Action<JsonObject> change)
    {
        return Change(name, rule, $"data.aws_iam_policy_document.{document}", values => change(Named(values)));

        JsonObject Named(JsonObject values) => values["statement"]!.AsArray()
            .First(s => sid is null || (string?)s!["sid"] == sid)!
            .AsObject();
    }

    public static JsonArray Strings(params string[] values) => [.. values.Select(v => JsonValue.Create(v))];

    /// <summary>Takes out of a list what the predicate names.</summary>
    public static void Drop(JsonNode? list, Func<JsonNode, bool> which)
    {
        var array = list!.AsArray();
        foreach (var entry in array.Where(e => e is not null && which(e)).ToList()) array.Remove(entry);
    }
}

using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Infrastructure.Rules;

/// <summary>Mistakes that somebody could make in Terraform.</summary>
static class PlanMutations
{
    public static Mutation<Plan> Set(string name, string address, string attribute, JsonNode? value)
    {
        var text = value?.ToJsonString();
        return Change(name, address, values => values[attribute] = text is null ? null : JsonNode.Parse(text));
    }

    /// <summary>Something deeper in a resource.</summary>
    public static Mutation<Plan> Change(string name, string address, Action<JsonObject> change) =>
        new(name, plan => plan.With(address, change));

    public static Mutation<Plan> Remove(string name, string address) =>
        new(name, plan => plan.Without(address));

    /// <summary>A statement of a policy document; the first, where none is named.</summary>
    public static Mutation<Plan> Statement(string name, string document, string? sid, Action<JsonObject> change)
    {
        return Change(name, $"data.aws_iam_policy_document.{document}", values => change(Named(values)));

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

    /// <summary>Takes a condition out of a statement, by the end of its variable's name.</summary>
    public static void DropCondition(JsonObject statement, string variable) => Drop(
        statement["condition"],
        c => ((string?)c["variable"])!.EndsWith(variable, StringComparison.Ordinal));
}

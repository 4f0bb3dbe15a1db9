using System.Text.Json;

namespace Notejam.Tests.Models;

/// <summary>
/// EventBridge's matching, as far as our pattern uses it: every field that the pattern names must be there, and its
/// value, or one of its values, equal one of the listed or begin with a prefix
/// (docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html). Every other operator is refused.
/// </summary>
static class EventBridgePattern
{
    public static bool Matches(JsonElement pattern, JsonElement value) =>
        pattern.EnumerateObject().All(field => Matches(field, value));

    static bool Matches(JsonProperty field, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return false;
        if (!value.TryGetProperty(field.Name, out var found)) return false;
        if (field.Value.ValueKind != JsonValueKind.Array) return Matches(field.Value, found);
        return Values(found).Any(v => field.Value.EnumerateArray().Any(wanted => Fits(wanted, v)));
    }

    static JsonElement[] Values(JsonElement found) =>
        found.ValueKind == JsonValueKind.Array ? [.. found.EnumerateArray()] : [found];

    static bool Fits(JsonElement wanted, JsonElement value)
    {
        if (wanted.ValueKind != JsonValueKind.Object) return JsonElement.DeepEquals(wanted, value);
        if (wanted.EnumerateObject().Single() is not { Name: "prefix" } prefix)
            throw new NotSupportedException($"{wanted} is an operator that this matcher does not know.");
        return value.ValueKind == JsonValueKind.String
            && value.GetString()!.StartsWith(prefix.Value.GetString()!, StringComparison.Ordinal);
    }
}

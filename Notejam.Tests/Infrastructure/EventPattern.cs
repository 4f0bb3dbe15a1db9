using System.Text.Json;

namespace Notejam.Tests.Infrastructure;

/// <summary>
/// EventBridge's matching, as far as our pattern uses it: every field that the pattern names must be there, and its value, or
/// one of its values, equal one of the listed or begin with a prefix
/// (docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html).
/// </summary>
static class EventPattern
{
    public static bool Matches(JsonElement pattern, JsonElement value) => pattern.EnumerateObject().All(field =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(field.Name, out var found) && (field.Value.ValueKind == JsonValueKind.Array
            ? Values(found).Any(v => field.Value.EnumerateArray().Any(wanted => Fits(wanted, v)))
            : Matches(field.Value, found)));

    static JsonElement[] Values(JsonElement found) => found.ValueKind == JsonValueKind.Array ? [.. found.EnumerateArray()] : [found];

    static bool Fits(JsonElement wanted, JsonElement value) => wanted.ValueKind != JsonValueKind.Object ? JsonElement.DeepEquals(wanted, value)
        : wanted.EnumerateObject().Single() is { Name: "prefix" } prefix ? value.ValueKind == JsonValueKind.String && value.GetString()!.StartsWith(prefix.Value.GetString()!, StringComparison.Ordinal)
        : throw new NotSupportedException($"{wanted} is an operator that this matcher does not know.");
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Notejam.Tests.Hosting;

/// <summary>
/// Reads JSON by pointers without the first slash (RFC 6901); what is not there is null, empty or nothing.
/// </summary>
static class Json
{
    public static JsonNode? At(this JsonNode? node, string pointer) =>
        pointer.Split('/').Select(Unescape).Aggregate(node, Child);

    public static IEnumerable<JsonNode> Each(this JsonNode? node, string pointer) =>
        (node.At(pointer) as JsonArray ?? []).OfType<JsonNode>();

    public static IEnumerable<KeyValuePair<string, string>> Pairs(this JsonNode? node, string pointer) =>
        (node.At(pointer) as JsonObject ?? []).Select(p => KeyValuePair.Create(p.Key, p.Value?.ToString() ?? ""));

    public static string Text(this JsonNode? node, string pointer) => node.At(pointer)?.ToString() ?? "";

    public static int Number(this JsonNode? node, string pointer, int otherwise = 0)
    {
        var isNumber = int.TryParse(
            node.Text(pointer), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number);
        return isNumber ? number : otherwise;
    }

    /// <summary>Sets a value; null removes it, and "-" adds to the end of a list.</summary>
    public static void Set(this JsonNode node, string pointer, JsonNode? value)
    {
        var slash = pointer.LastIndexOf('/');
        var parent = slash < 0 ? node : node.At(pointer[..slash])!;
        var key = Unescape(pointer[(slash + 1)..]);
        if (parent is JsonObject map && value is null) Assert.True(map.Remove(key), $"{pointer} is not there");
        else if (parent is JsonObject other) other[key] = value;
        else if (key == "-") parent.AsArray().Add(value);
        else if (value is null) parent.AsArray().RemoveAt(int.Parse(key, CultureInfo.InvariantCulture));
        else parent.AsArray()[int.Parse(key, CultureInfo.InvariantCulture)] = value;
    }

    static JsonNode? Child(JsonNode? node, string key) => node switch
    {
        JsonObject map => map[key],
        JsonArray list when int.TryParse(key, CultureInfo.InvariantCulture, out var index) && index < list.Count =>
            list[index],
        _ => null,
    };

    static string Unescape(string key) =>
        key.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}

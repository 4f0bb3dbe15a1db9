using System.Text.Json.Nodes;

namespace Notejam.Tests.Infrastructure;

/// <summary>
/// A plan as <c>terraform show -json</c> prints it. What only AWS will know is null there, and marked as unknown.
/// </summary>
sealed class Plan(JsonNode json)
{
    public IReadOnlyList<PlannedResource> Resources { get; } = [.. Entries(json).Where(r => r.Managed)];

    /// <summary>
    /// Documents that Terraform could write already are in the prior state, the others among the changes.
    /// </summary>
    public IReadOnlyList<PolicyDocument> Documents { get; } =
    [
        .. Entries(json)
            .Where(r => r is { Managed: false, Type: "aws_iam_policy_document" })
            .Select(r => new PolicyDocument(r.Address, r.Values)),
    ];

    public JsonNode Variable(string name) => json["variables"]![name]!["value"]!;

    public IEnumerable<PlannedResource> Of(string type) => Resources.Where(r => r.Type == type);

    public PlannedResource this[string address] => Resources.Single(r => r.Address == address);

    public PolicyDocument Document(string address) =>
        Documents.Single(d => d.Address == $"data.aws_iam_policy_document.{address}");

    /// <summary>The same plan with one thing in it changed.</summary>
    public Plan With(string address, Action<JsonObject> change)
    {
        var copy = json.DeepClone();
        change(Entries(copy).Single(r => r.Address == address).Values);
        return new(copy);
    }

    /// <summary>The same plan without what only AWS will know of an attribute: as if it were not set.</summary>
    public Plan Forgetting(string address, string attribute)
    {
        var copy = json.DeepClone();
        Entries(copy).Single(r => r.Address == address).Unknown!.AsObject().Remove(attribute);
        return new(copy);
    }

    public Plan Without(string address)
    {
        var copy = json.DeepClone();
        var changes = copy["resource_changes"]!.AsArray();
        changes.Remove(changes.Single(c => (string)c!["address"]! == address));
        return new(copy);
    }

    static IEnumerable<PlannedResource> Entries(JsonNode json) =>
    [
        .. json["resource_changes"]!.AsArray().Select(c => Changed(c!)),
        .. Known(json["prior_state"]?["values"]?["root_module"]),
    ];

    static PlannedResource Changed(JsonNode resource)
    {
        var change = resource["change"]!;
        return Read(resource, change["after"]!, change["after_unknown"]);
    }

    static IEnumerable<PlannedResource> Known(JsonNode? module) => module is null ? [] :
    [
        .. (module["resources"]?.AsArray() ?? []).Select(r => Read(r!, r!["values"]!, null)),
        .. (module["child_modules"]?.AsArray() ?? []).SelectMany(Known),
    ];

    static PlannedResource Read(JsonNode resource, JsonNode values, JsonNode? unknown) => new(
        (string)resource["address"]!,
        (string)resource["type"]!,
        (string)resource["mode"]! == "managed",
        values.AsObject(),
        unknown);
}

sealed record PlannedResource(string Address, string Type, bool Managed, JsonObject Values, JsonNode? Unknown)
{
    public string? Text(string name) => (string?)Values[name];

    public bool Is(string name) => (bool?)Values[name] is true;

    public double Number(string name) => (double)Values[name]!;

    /// <summary>Whether it is set, be it to something that only AWS will know.</summary>
    public bool Has(string name) =>
        Values[name] is not null || Unknown?[name] is JsonValue value && value.GetValue<bool>();

    /// <summary>The only entry of a block.</summary>
    public JsonObject? Block(string name) =>
        Values[name] is JsonArray { Count: 1 } blocks ? blocks[0]!.AsObject() : null;
}

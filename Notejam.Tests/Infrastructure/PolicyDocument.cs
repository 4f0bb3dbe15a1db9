using System.Text.Json.Nodes;

namespace Notejam.Tests.Infrastructure;

/// <summary>An <c>aws_iam_policy_document</c>.</summary>
sealed class PolicyDocument(string address, JsonObject values)
{
    public string Address => address;

    public IEnumerable<PolicyStatement> Statements =>
        (values["statement"]?.AsArray() ?? []).Select(s => new PolicyStatement(s!.AsObject()));

    public PolicyStatement? Statement(string sid) => Statements.SingleOrDefault(s => s.Sid == sid);
}

sealed class PolicyStatement(JsonObject json)
{
    public string? Sid => (string?)json["sid"];

    public bool Allows => (string?)json["effect"] is null or "Allow";

    public IReadOnlyList<string> Actions => Strings(json["actions"]);

    /// <summary>Without those that only AWS will know: whatever they are, they are not "*".</summary>
    public IReadOnlyList<string> Resources => Strings(json["resources"]);

    /// <summary>Empty in the policy of a role, which is about itself.</summary>
    public IReadOnlyList<string> Principals =>
        [.. json["principals"]!.AsArray().SelectMany(p => Strings(p!["identifiers"]))];

    public IReadOnlyList<PolicyCondition> Conditions => [.. json["condition"]!.AsArray().Select(c => Condition(c!))];

    static PolicyCondition Condition(JsonNode json) =>
        new((string)json["test"]!, (string)json["variable"]!, Strings(json["values"]));

    static string[] Strings(JsonNode? list) =>
        [.. (list?.AsArray() ?? []).Where(s => s is not null).Select(s => (string)s!)];
}

sealed record PolicyCondition(string Test, string Variable, IReadOnlyList<string> Values);

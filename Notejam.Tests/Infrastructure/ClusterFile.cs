using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Infrastructure;

/// <summary>A ClusterConfig of eksctl, as JSON.</summary>
static partial class ClusterFile
{
    public static string Template { get; } = File.ReadAllText(Path.Combine(Terraform.Folder, "eks", "cluster.yaml"));

    /// <summary>With the environment's variables; what only a plan or AWS knows stays in braces.</summary>
    public static JsonNode Of(string environment)
    {
        var folder = Path.Combine(Terraform.Folder, "terraform", "environments");
        var variables = File.ReadAllText(Path.Combine(folder, $"{environment}.tfvars"));
        return Parse(Variable().Matches(variables).Aggregate(Template, (text, variable) =>
            text.Replace($"${{{variable.Groups[1].Value}}}", variable.Groups[2].Value, StringComparison.Ordinal)));
    }

    public static JsonNode Parse(string text) => Yaml.Documents(text).Single();

    /// <summary>What eksctl's schema has against it: unknown fields, wrong types, missing ones.</summary>
    public static async Task<IEnumerable<string>> ErrorsAsync(JsonNode cluster)
    {
        var schema = await JsonSchema.FromFileAsync(Schemas.Find("eksctl-clusterconfig.schema.json"));
        return schema.Validate(cluster.ToJsonString()).Select(e => e.ToString());
    }

    [GeneratedRegex(@"(?m)^(\w+)\s*= ""?([^""\n]*)""?$")]
    private static partial Regex Variable();
}

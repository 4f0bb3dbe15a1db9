using System.Text.Json.Nodes;
using NJsonSchema;
using Notejam.Tests.Hosting;
using Notejam.Tests.Manifests;

namespace Notejam.Tests.Infrastructure;

/// <summary>A ClusterConfig of eksctl, as JSON.</summary>
static class ClusterFile
{
    public static string Path(string environment) => System.IO.Path.Combine(Terraform.Folder, "eks", $"cluster-{environment}.yaml");

    public static JsonNode Read(string path) => Yaml.Documents(File.ReadAllText(path)).Single();

    /// <summary>What eksctl's schema has against it: unknown fields, wrong types, missing ones.</summary>
    public static async Task<IEnumerable<string>> ErrorsAsync(JsonNode cluster)
    {
        var schema = await JsonSchema.FromFileAsync(Schemas.Find("eksctl-clusterconfig.schema.json"));
        return schema.Validate(cluster.ToJsonString()).Select(e => e.ToString());
    }
}

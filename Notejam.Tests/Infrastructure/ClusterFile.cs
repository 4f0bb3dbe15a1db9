using System.Text.Json.Nodes;
using NJsonSchema;
using Notejam.Tests.Hosting;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Notejam.Tests.Infrastructure;

/// <summary>A ClusterConfig of eksctl, as JSON.</summary>
static class ClusterFile
{
    public static string Path(string environment) => System.IO.Path.Combine(Terraform.Folder, "eks", $"cluster-{environment}.yaml");

    public static JsonNode Read(string path)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(path);
        yaml.Load(reader);
        return Json(yaml.Documents.Single().RootNode)!;
    }

    /// <summary>What eksctl's schema has against it: unknown fields, wrong types, missing ones.</summary>
    public static async Task<IEnumerable<string>> ErrorsAsync(JsonNode cluster)
    {
        var file = System.IO.Path.Combine(Repository.Root, "..", "shared", "schemas", "eksctl-clusterconfig.schema.json");
        Assert.SkipUnless(File.Exists(file), "the folder ../shared/schemas is not there");
        var schema = await JsonSchema.FromFileAsync(file);
        return schema.Validate(cluster.ToJsonString()).Select(e => e.ToString());
    }

    static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Json(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => scalar.Value is "true" or "false" ? JsonValue.Create(scalar.Value == "true")
            : int.TryParse(scalar.Value, out var number) ? JsonValue.Create(number) : JsonValue.Create(scalar.Value),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new InvalidDataException($"{node} is an alias."),
    };
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;
using NJsonSchema;

namespace Notejam.Tests.Manifests;

/// <summary>
/// The OpenAPI documents of Kubernetes 1.35, read strictly: a field that they do not know is an error.
/// </summary>
sealed class KubernetesSchema
{
    readonly Dictionary<string, Task<JsonSchema>> schemas = [];
    readonly Dictionary<string, JsonObject> documents = [];

    public static KubernetesSchema Load()
    {
        var archive = Schemas.Find("kubernetes-1.35-openapi-v3.tgz");
        var kubernetes = new KubernetesSchema();
        using var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { } json) continue;
            if (!entry.Name.EndsWith(".json", StringComparison.Ordinal)) continue;
            // 1.35/api/v1.json, 1.35/apis/apps/v1.json
            var version = entry.Name.Split('/', 3)[2][..^".json".Length];
            kubernetes.documents[version] = JsonNode.Parse(json)!["components"]!["schemas"]!.AsObject();
        }
        return kubernetes;
    }

    /// <summary>What is wrong with an object; nothing if it is valid.</summary>
    public async Task<IReadOnlyList<string>> ErrorsAsync(JsonNode manifest)
    {
        var version = manifest.Text("apiVersion");
        var kind = manifest.Text("kind");
        if (!documents.TryGetValue(version, out var document)) return [$"there is no apiVersion {version}"];
        var name = document.FirstOrDefault(s => IsOf(s.Value!, version, kind)).Key;
        if (name is null) return [$"{version} has no {kind}"];
        if (!schemas.TryGetValue(name, out var schema)) schemas[name] = schema = StrictAsync(document, name);
        return [.. (await schema).Validate(manifest.ToJsonString()).SelectMany(Flatten)];
    }

    static bool IsOf(JsonNode schema, string version, string kind) =>
        schema.Each("x-kubernetes-group-version-kind")
            .Any(k => k.Text("kind") == kind && VersionOf(k) == version);

    static string VersionOf(JsonNode kind) =>
        kind.Text("group") is { Length: > 0 } group ? $"{group}/{kind.Text("version")}" : kind.Text("version");

    static Task<JsonSchema> StrictAsync(JsonObject document, string name)
    {
        var definitions = document.DeepClone().AsObject();
        foreach (var schema in definitions.Select(d => d.Value!.AsObject()))
        {
            var isOpen = schema["properties"] is not null && schema["additionalProperties"] is null;
            if (isOpen) schema["additionalProperties"] = false;
        }
        var whole = definitions[name]!.DeepClone().AsObject();
        whole["definitions"] = definitions;
        var text = whole.ToJsonString();
        return JsonSchema.FromJsonAsync(
            text.Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
    }

    static IEnumerable<string> Flatten(NJsonSchema.Validation.ValidationError error) =>
        error is NJsonSchema.Validation.ChildSchemaValidationError parent
            ? parent.Errors.SelectMany(e => e.Value).SelectMany(Flatten)
            : [$"{error.Path}: {error.Kind}"];
}

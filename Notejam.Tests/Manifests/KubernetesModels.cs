using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Notejam.Tests.Hosting;
using k8s.Models;

namespace Notejam.Tests.Manifests;

/// <summary>
/// The objects of Kubernetes 1.35 as KubernetesClient has them, read strictly: a field that they do not know is an
/// error. In any clone; <see cref="KubernetesSchema"/> knows more, such as which fields must be there.
/// </summary>
static class KubernetesModels
{
    static readonly JsonSerializerOptions Strict = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    static readonly ILookup<string, (string Kind, Type Type)> Types =
        (from type in typeof(V1Pod).Assembly.GetTypes()
         from entity in type.GetCustomAttributes<KubernetesEntityAttribute>()
         let version = entity.Group.Length > 0 ? $"{entity.Group}/{entity.ApiVersion}" : entity.ApiVersion
         select (version, entity.Kind, type))
        .ToLookup(found => found.version, found => (found.Kind, found.type));

    /// <summary>What is wrong with an object; null if it is valid.</summary>
    public static string? Error(JsonNode manifest)
    {
        var (version, kind) = (manifest.Text("apiVersion"), manifest.Text("kind"));
        if (!Types.Contains(version)) return $"there is no apiVersion {version}";
        if (Types[version].FirstOrDefault(t => t.Kind == kind).Type is not { } type) return $"{version} has no {kind}";
        try
        {
            _ = manifest.Deserialize(type, Strict);
            return null;
        }
        catch (JsonException wrong)
        {
            return wrong.Message;
        }
    }
}

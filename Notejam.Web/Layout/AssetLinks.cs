using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticAssets;

namespace Notejam.Web.Layout;

/// <summary>The files' addresses with their fingerprints.</summary>
sealed class AssetLinks(EndpointDataSource endpoints)
{
    /// <summary>What a file is called where its address has a fingerprint.</summary>
    const string Name = "label";

    readonly Lazy<FrozenDictionary<string, string>> links = new(() =>
        endpoints.Endpoints
            .Select(e => e.Metadata.GetMetadata<StaticAssetDescriptor>())
            .OfType<StaticAssetDescriptor>()
            .SelectMany(file => file.Properties, (file, property) => (property.Name, property.Value, file.Route))
            .Where(f => f.Name == Name)
            .DistinctBy(f => f.Value)
            .ToFrozenDictionary(f => f.Value, f => $"/{f.Route}"));

    public IEnumerable<string> All => links.Value.Values;

    public string this[string file] => links.Value[file];
}

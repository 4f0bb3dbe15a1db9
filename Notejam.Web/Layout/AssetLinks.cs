using Microsoft.AspNetCore.Components;

namespace Notejam.Web.Layout;

/// <summary>
/// The files' addresses with their fingerprints, also for pages that no page route renders: forms that come back, and
/// errors.
/// </summary>
sealed class AssetLinks(EndpointDataSource endpoints)
{
    readonly Lazy<ResourceAssetCollection> assets = new(() =>
        endpoints.Endpoints
            .Select(e => e.Metadata.GetMetadata<ResourceAssetCollection>())
            .OfType<ResourceAssetCollection>()
            .First());

    public IEnumerable<string> All => assets.Value.Select(a => a.Url);

    public string this[string file] => "/" + assets.Value[file];
}

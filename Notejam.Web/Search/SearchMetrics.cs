using System.Diagnostics.Metrics;

namespace Notejam.Web.Search;

/// <summary>
/// Whether searches find something, and never what was looked for. How long they take is in
/// http.server.request.duration, by route.
/// </summary>
sealed class SearchMetrics
{
    readonly Counter<long> searches;

    public SearchMetrics(Meter meter)
    {
        searches = meter.CreateCounter<long>(
            "notejam.searches", "{search}", "Pages of results, by whether there are some.");
        foreach (var result in new[] { "found", "nothing" }) Add(0, result);
    }

    public void Searched(int found) => Add(1, found > 0 ? "found" : "nothing");

    void Add(int count, string result) =>
        searches.Add(count, new KeyValuePair<string, object?>("result", result));
}

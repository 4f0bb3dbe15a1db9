using System.Diagnostics.Metrics;

namespace Notejam.Web.Http;

/// <summary>Whom we turn away so that the others are served.</summary>
sealed class LoadMetrics
{
    readonly Counter<long> shed;

    public LoadMetrics(Meter meter)
    {
        shed = meter.CreateCounter<long>(
            "notejam.requests.shed",
            "{request}",
            "Requests answered with 503 because too many others waited, by what they waited for.");
        foreach (var reason in new[] { "bodies", "hashing", "overload" })
            shed.Add(0, new KeyValuePair<string, object?>("reason", reason));
    }

    public void Shed(string reason) => shed.Add(1, new KeyValuePair<string, object?>("reason", reason));
}

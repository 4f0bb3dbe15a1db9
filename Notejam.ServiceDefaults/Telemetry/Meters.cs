using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Notejam.ServiceDefaults.Telemetry;

static class Meters
{
    /// <summary>
    /// By name, never by wildcard: that would also take in Microsoft.AspNetCore.Components.Lifecycle, which has a
    /// series for every type of component, and meters that are not meant for the public.
    /// </summary>
    public static readonly string[] Framework =
    [
        "Microsoft.AspNetCore.Authentication",
        "Microsoft.AspNetCore.Authorization",
        "Microsoft.AspNetCore.Components",
        "Microsoft.AspNetCore.Diagnostics",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Identity",
        "Microsoft.AspNetCore.MemoryPool",
        "Microsoft.AspNetCore.RateLimiting",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.EntityFrameworkCore",
        "Npgsql",
        "System.Net.Http",
        "System.Runtime",
    ];

    /// <summary>promtool complains about a gauge whose name ends like a histogram's count.</summary>
    static readonly Dictionary<string, string> Renamed = new()
    {
        ["db.client.connection.count"] = "db.client.connections",
        ["dotnet.assembly.count"] = "dotnet.assemblies",
        ["dotnet.process.cpu.count"] = "dotnet.process.cpus",
        ["dotnet.timer.count"] = "dotnet.timers",
    };

    /// <summary>And about a metric without a help text, as all of Entity Framework's are.</summary>
    static readonly Dictionary<string, string> Described = new()
    {
        ["microsoft.entityframeworkcore.active_dbcontexts"] = "DbContexts that are in use.",
        ["microsoft.entityframeworkcore.compiled_query_cache_hits"] = "Queries that were found compiled.",
        ["microsoft.entityframeworkcore.compiled_query_cache_misses"] = "Queries that had to be compiled.",
        ["microsoft.entityframeworkcore.execution_strategy_operation_failures"] =
            "Operations that failed and may be tried again.",
        ["microsoft.entityframeworkcore.optimistic_concurrency_failures"] =
            "Saves that found their row changed or gone.",
        ["microsoft.entityframeworkcore.queries"] = "Queries sent.",
        ["microsoft.entityframeworkcore.savechanges"] = "Calls of SaveChanges.",
    };

    /// <summary>
    /// What a client chooses (HTTP's version, the scheme) would multiply the series. The boundaries are the framework's
    /// less some; half a second is that of the objective.
    /// </summary>
    static readonly ExplicitBucketHistogramConfiguration Requests = new()
    {
        TagKeys = ["http.request.method", "http.route", "http.response.status_code"],
        Boundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    };

    /// <summary>
    /// Series that a metric may have. The library sets memory aside for all of them at the start; its own 2,000, which
    /// only the requests may come near to, would be 14 MB.
    /// </summary>
    const int Series = 500;

    public static MeterProviderBuilder AddNotejamViews(this MeterProviderBuilder metrics) => metrics.AddView(View);

    static MetricStreamConfiguration View(Instrument instrument)
    {
        if (instrument.Name == "http.server.request.duration") return Requests;
        return new()
        {
            Name = Renamed.GetValueOrDefault(instrument.Name),
            Description = Described.GetValueOrDefault(instrument.Name),
            CardinalityLimit = Series,
        };
    }
}

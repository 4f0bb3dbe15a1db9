using System.Globalization;
using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;
using Notejam.Tests.Models;

namespace Notejam.Tests.Operations.Autoscaling;

/// <summary>The autoscaler of a manifest over the load that benchmarks/step.sh recorded, a second at a time.</summary>
sealed class LoadSimulation(JsonNode manifest, JsonNode container)
{
    /// <summary>
    /// Seconds until a pod serves: its node has room and its image, as for twelve it should; then it starts and the
    /// load balancer looks twice.
    /// </summary>
    const int StartTime = 20;

    static readonly string Steps =
        Path.Combine(Repository.Root, "Notejam.Tests", "Operations", "Autoscaling", "step.csv");

    /// <summary>metrics-server asks each kubelet so often, and Prometheus each pod.</summary>
    const int ScrapeInterval = 15;

    /// <summary>Seconds of CPU (benchmarks/results).</summary>
    const double ListCost = 0.0015;

    static readonly (double Requests, double InFlight)[] Recorded =
    [
        .. File.ReadLines(Steps)
            .Skip(1)
            .Select(l => l.Split(','))
            .Select(c => (Number(c[1]), Number(c[2]))),
    ];

    public const int Up = 60, Down = 180;

    /// <summary>Which seconds of the round the autoscaler and the scrapes have.</summary>
    public int Phase { get; init; }

    /// <summary>When Prometheus or its adapter does not answer.</summary>
    public Func<int, bool> MetricIsMissing { get; init; } = _ => false;

    /// <summary>How many times as long requests take, such as behind a slow database.</summary>
    public Func<int, double> Slowness { get; init; } = _ => 1;

    /// <summary>Whether the load stays as it was before the step.</summary>
    public bool Steady { get; init; }

    /// <summary>Seconds in which nobody asks for anything.</summary>
    public Range Break { get; init; }

    /// <summary>How many pods there should be in each second.</summary>
    public List<int> Run(int seconds)
    {
        var autoscaler = new HorizontalPodAutoscaler(manifest);
        var target = manifest.Number("spec/metrics/1/pods/target/averageValue");
        var started = Enumerable.Repeat(-StartTime, autoscaler.Min).ToList();
        List<double> used = [], inFlight = [];
        Reading? cpu = null, requests = null;
        List<int> wanted = [];
        for (var now = 0; now < seconds; now++)
        {
            var ready = started.Count(s => s + StartTime <= now);
            var load = Load(now);
            used.Add(load.Cpu / ready);
            inFlight.Add(load.InFlight * Slowness(now) / ready);
            if (now % ScrapeInterval == 0)
            {
                // A utilization is a whole per cent, cut off.
                var utilization = Math.Floor(100 * Window(used, 15) / CpuRequest);
                cpu = new(utilization / CpuTarget, ready, started.Count - ready);
                requests = new(Window(inFlight, 60) / target, ready, started.Count - ready);
            }
            // Until then there is too little to measure.
            if (now % HorizontalPodAutoscaler.SyncPeriod == Phase && now >= 45)
            {
                var next = autoscaler.Next(now, started.Count, cpu, MetricIsMissing(now) ? null : requests);
                while (started.Count < next) started.Add(now);
                if (started.Count > next) started.RemoveRange(next, started.Count - next);
            }
            wanted.Add(started.Count);
        }
        return wanted;
    }

    /// <summary>
    /// As many people as make the fourfold just what the maximum carries at its target: that is what the maximum is
    /// for.
    /// </summary>
    (double Cpu, double InFlight) Load(int now)
    {
        if (now >= Break.Start.Value && now < Break.End.Value) return (0, 0);
        var recorded = Recorded[Steady ? 1 + now % (Up - 4) : Math.Min(now, Recorded.Length - 1)];
        var fourfold = Recorded.Take((Up + 5)..(Down - 5)).Average(r => r.Requests) * ListCost;
        var people = manifest.Number("spec/maxReplicas") * CpuTarget / 100 * CpuRequest / fourfold;
        return (recorded.Requests * ListCost * people, recorded.InFlight * people);
    }

    double CpuTarget => manifest.Number("spec/metrics/0/resource/target/averageUtilization");

    double CpuRequest => Number(container.Text("resources/requests/cpu").TrimEnd('m')) / 1000;

    /// <summary>What is scraped is a round old when it is used.</summary>
    static double Window(List<double> values, int seconds) =>
        values.SkipLast(ScrapeInterval).TakeLast(seconds).DefaultIfEmpty(values[0]).Average();

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

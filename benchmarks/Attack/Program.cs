using System.Globalization;
using Attack;

// Attack FIRST SECOND MANAGEMENT PID POSTMASTER MINUTES [PHASE...]: the sites, the first one's probes and process,
// PostgreSQL's process, and how long memory is attacked. Called by benchmarks/attack.sh.
Uri[] sites = [new(args[0]), new(args[1])];
var (management, process, postmaster) = (new Uri(args[2]), Number(args[3]), Number(args[4]));
var minutes = TimeSpan.FromMinutes(Number(args[5]));
var phases = args.Length > 6 ? args[6..] : ["flood", "guesses", "overload", "hang", "memory"];

foreach (var phase in phases)
{
    Figures.Log($"{phase} ...");
    try
    {
        await (phase switch
        {
            "flood" => SignInAttacks.FloodAsync(sites, TimeSpan.FromMinutes(1)),
            "guesses" => SignInAttacks.GuessAsync(sites),
            "overload" => LoadAttacks.OverloadAsync(sites[0], management),
            "hang" => LoadAttacks.HangAsync(sites, postmaster),
            "memory" => MemoryAttack.RunAsync(sites[0], management, process, minutes),
            _ => throw new ArgumentException($"{phase} is not a phase"),
        });
    }
    catch (Exception failed) when (failed is HttpRequestException or InvalidOperationException
        or OperationCanceledException)
    {
        Figures.Row(phase, "an answer", failed.Message, met: false);
    }
}
return Figures.Missed == 0 ? 0 : 1;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

using System.Globalization;
using Load;

// Called by the scripts of benchmarks/. A SITE is NAME=ADDRESS=PROCESS; POSTMASTER is the process of PostgreSQL.
// bench ROUNDS SECONDS POSTMASTER STATEMENTS SITE...: all errands at all sites, the release first; pgbench runs the
// statements of the list.
// repeat COUNT POSTMASTER SITE ERRAND: one errand so many times over 8 connections; prints the milliseconds of CPU that
// the site's process needs for one, and how many it answers in a second.
try
{
    switch (args)
    {
        case ["bench", var rounds, var seconds, var postmaster, var statements, .. var sites]:
            var bench = new Bench(Number(rounds), TimeSpan.FromSeconds(Number(seconds)), Number(postmaster));
            await bench.RunAsync([.. sites.Select(Site.Parse)], statements);
            break;
        case ["repeat", var count, var postmaster, var site, var errand]:
            using (var cell = await Cell.PrepareAsync(Site.Parse(site), Errand.Named(errand), connections: 8))
            {
                var measured = cell!.Measure(TimeSpan.MaxValue, Number(postmaster), most: Number(count));
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{measured.AppEach:F3} {measured.Rate:F0}"));
            }
            break;
        default:
            throw new BenchmarkException("Load bench ..., or Load repeat ...: see its Program.cs.");
    }
    return 0;
}
catch (BenchmarkException failed)
{
    await Console.Error.WriteLineAsync(failed.Message);
    return 1;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

using System.Globalization;

namespace Load;

/// <summary>Everything at every site, in rounds of so long each.</summary>
sealed class Bench(int rounds, TimeSpan time, int postmaster)
{
    /// <summary>As many as keep two cores busy.</summary>
    const int Few = 8;

    /// <param name="sites">The release first; one is Limit.</param>
    /// <param name="statements">The file of the list's statements.</param>
    public async Task RunAsync(IReadOnlyList<Site> sites, string statements)
    {
        await Likeness.DemandAsync(sites[0], sites.Single(s => s.IsLimit));
        var cells = await PrepareAsync(sites, Errand.All, Few);
        await MeasureAsync(cells, Few);
        Report.Costs(cells, sites);
        await MeasurePgbenchAsync(statements);
        Report.Rates(cells, sites);
        cells.ForEach(c => c.Dispose());
        foreach (var connections in (int[])[64, 256])
        {
            var crowd = await PrepareAsync(sites, [Errand.List], connections);
            await MeasureAsync(crowd, connections);
            Report.Crowd(crowd, connections);
            crowd.ForEach(c => c.Dispose());
        }
    }

    static async Task<List<Cell>> PrepareAsync(
        IReadOnlyList<Site> sites, IEnumerable<Errand> errands, int connections)
    {
        var cells = new List<Cell>();
        foreach (var errand in errands)
        {
            foreach (var site in sites)
            {
                if (await Cell.PrepareAsync(site, errand, connections) is { } cell) cells.Add(cell);
            }
        }
        return cells;
    }

    /// <summary>
    /// A B A B, then B A B A: what the neighbours do meets all alike. Round 0 is for the compiler.
    /// </summary>
    async Task MeasureAsync(List<Cell> cells, int connections)
    {
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var errand in cells.GroupBy(c => c.Errand))
            {
                foreach (var cell in round % 2 == 0 ? errand.Reverse() : errand)
                {
                    var measured = cell.Measure(time, postmaster, mayRefuse: connections > Few);
                    if (round > 0) cell.Measured.Add(measured);
                    await Console.Error.WriteLineAsync(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{connections} connections, round {round} of {rounds}, {cell.Site.Name}, " +
                        $"{cell.Errand.Name}: {measured.CpuEach:F3} ms of CPU, {measured.Rate:F0} a second"));
                }
            }
        }
    }

    async Task MeasurePgbenchAsync(string statements)
    {
        var measured = new List<(double Each, double Rate)>();
        while (measured.Count < rounds)
            measured.Add(await Pgbench.MeasureAsync(statements, Few, time, postmaster));
        Report.Pgbench(measured.Min());
    }
}

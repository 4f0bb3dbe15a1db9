using System.Globalization;

namespace Load;

/// <summary>What was measured, as tables of Markdown. Of the rounds each has its best.</summary>
static class Report
{
    /// <summary>CPU per request, and as a multiple of that of the other sites.</summary>
    public static void Costs(IReadOnlyList<Cell> cells, IReadOnlyList<Site> sites)
    {
        var (release, others) = (sites[0], sites.Skip(1).ToList());
        var columns = others.SelectMany(s => (string[])[s.Name, "ratio"]);
        Head(["ms of CPU (app + PostgreSQL)", "bytes", release.Name, .. columns]);
        foreach (var errand in Errand.All)
        {
            if (Find(release, errand.Name) is not { } ours)
            {
                Row([errand.Name, "", "no ETag", .. Enumerable.Repeat("", 2 * others.Count)]);
                continue;
            }
            var least = Least(ours);
            Row([errand.Name, Number(ours.Length), Say(least), .. others.SelectMany(s => Compare(s, errand, least))]);
        }
        var list = Least(Find(release, Errand.List.Name)!).CpuEach;
        var longer = Errand.Longer
            .Select(e => $"{e.Name} {Number(Least(Find(release, e.Name)!).CpuEach / list, 2)}");
        Console.WriteLine();
        Console.WriteLine($"As a multiple of the list of 50: {string.Join(", ", longer)}.");

        string[] Compare(Site site, Errand errand, Measurement ours)
        {
            // Limit sends a page whether it has changed or not.
            var name = site.IsLimit ? errand.UnchangedOf ?? errand.Name : errand.Name;
            if (Find(site, name) is not { } cell) return ["", ""];
            var theirs = Least(cell);
            return [Say(theirs), Number(ours.CpuEach / theirs.CpuEach, 2)];
        }

        Cell? Find(Site site, string errand) => cells.FirstOrDefault(c => c.Site == site && c.Errand.Name == errand);
    }

    public static void Pgbench((double Each, double Rate) list)
    {
        Console.WriteLine();
        Console.WriteLine(
            $"The statements of Limit's list alone, by pgbench: {Number(list.Each, 3)} ms of CPU in PostgreSQL, " +
            $"{Number(list.Rate)} a second.");
    }

    public static void Rates(IReadOnlyList<Cell> cells, IReadOnlyList<Site> sites)
    {
        Console.WriteLine();
        Head(["8 connections: requests a second, p50 and p99 in ms", .. sites.Select(s => s.Name)]);
        foreach (var errand in cells.GroupBy(c => c.Errand))
        {
            var columns = sites.Select(s => errand.FirstOrDefault(c => c.Site == s) is { } cell ? Rate(cell) : "");
            Row([errand.Key.Name, .. columns]);
        }
    }

    public static void Crowd(IReadOnlyList<Cell> cells, int connections)
    {
        Console.WriteLine();
        Head([$"{connections} connections", "requests a second, p50 and p99 in ms", "answers of 503"]);
        foreach (var cell in cells)
            Row([$"{cell.Site.Name}, {cell.Errand.Name}", Rate(cell), Number(cell.Measured.Sum(m => m.Refused))]);
    }

    static Measurement Least(Cell cell) => cell.Measured.MinBy(m => m.CpuEach)!;

    static string Say(Measurement m) =>
        $"{Number(m.CpuEach, 3)} ({Number(m.AppEach, 3)} + {Number(m.PostgresEach, 3)})";

    static string Rate(Cell cell)
    {
        var best = cell.Measured.MaxBy(m => m.Rate)!;
        return $"{Number(best.Rate)}, {Number(best.Quantile(0.5), 1)}, {Number(best.Quantile(0.99), 1)}";
    }

    static string Number(double number, int digits = 0) => number.ToString($"N{digits}", CultureInfo.InvariantCulture);

    static void Head(IReadOnlyCollection<string> cells)
    {
        Row(cells);
        Row(cells.Select(_ => "---"));
    }

    static void Row(IEnumerable<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
}

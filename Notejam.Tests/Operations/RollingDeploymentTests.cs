using System.Globalization;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

/// <summary>
/// One short round of the benchmark: three processes behind a balancer become the next version under load. Alone, as
/// it takes all cores.
/// </summary>
[Collection(nameof(RollingDeploymentTests))]
[CollectionDefinition(nameof(RollingDeploymentTests), DisableParallelization = true)]
public sealed class RollingDeploymentTests
{
    [Fact]
    public async Task Replacing_every_process_with_a_migration_loses_no_request_and_without_the_drain_it_does()
    {
        var script = Path.Combine(Repository.Root, "benchmarks", "rolling-deployment.sh");
        var (exit, output) = await Tool.RunAsync(script, "", "1", "10000");
        Assert.True(exit == 0, output);
        Assert.InRange(Column(output, "1", 1), 10_000, int.MaxValue);
        Assert.InRange(Column(output, "1", 2), 500, int.MaxValue);
        Assert.Equal((0, 0), (Column(output, "1", 3), Column(output, "1", 4)));
        Assert.InRange(Column(output, "control", 3), 1, int.MaxValue);
    }

    static int Column(string output, string row, int column)
    {
        var line = output.Split('\n').Single(l => l.StartsWith($"| {row} |", StringComparison.Ordinal));
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        return int.Parse(cells[column + 1], CultureInfo.InvariantCulture);
    }
}

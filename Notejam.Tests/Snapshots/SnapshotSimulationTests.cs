using System.Globalization;
using Notejam.Tests.Snapshots.Fakes;

namespace Notejam.Tests.Snapshots;

/// <summary>
/// The three functions through 1,000 days of misfortune, 250 of each of four seeds: three fixed ones, and today's date.
/// </summary>
public sealed class SnapshotSimulationTests
{
    const int Days = 250;

    public static TheoryData<int> Seeds => [1, 2, 3, OfToday];

    static int OfToday => int.Parse($"{TimeProvider.System.GetUtcNow():yyyyMMdd}", CultureInfo.InvariantCulture);

    [Theory, MemberData(nameof(Seeds))]
    public async Task Each_day_has_one_snapshot_and_one_complete_export(int seed)
    {
        await using var simulation = await SnapshotSimulation.StartAsync(seed);
        var account = simulation.Account;
        FakeSnapshot[] foreign =
        [
            account.Add("notejam-production-before-upgrade"),
            account.Add("notejam-staging-20260101", "notejam-staging"),
            account.Add("notejam-production-20251231", "another-database"),
            account.Add("rds:notejam-production-2026-01-01-02-00", type: "automated"),
        ];
        await simulation.RunAsync(Days);
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}: {simulation}");

        for (var day = SnapshotSimulation.Start; day < SnapshotSimulation.Start.AddDays(Days); day = day.AddDays(1))
        {
            var name = $"{RdsAccount.Instance}-{day:yyyyMMdd}";
            var made = account.Everything.Where(s => s.Name == name && !s.Fails).ToList();
            var isOneOfTheDay = made.Count == 1 && made[0].CreatedAt.Date == day.Date;
            Assert.True(isOneOfTheDay, $"seed {seed}: {made.Count} snapshots of {day:d}");
            var exports = account.Exports.Count(e => e.SnapshotArn == made[0].Arn && !e.Fails);
            Assert.True(exports == 1, $"seed {seed}: {exports} complete exports of {day:d}");
        }
        Assert.Empty(simulation.WrongDeletions);
        Assert.All(foreign, f => Assert.Contains(f, account.Snapshots));
        Assert.DoesNotContain(account.Exports, e => foreign.Any(f => f.Arn == e.SnapshotArn));
        Assert.InRange(simulation.MostSnapshots, 36, 40);
        AssertHealed(simulation, seed);
    }

    /// <summary>
    /// Where RDS did not refuse anything meanwhile, an hour is enough to start the export that no event has asked for.
    /// </summary>
    static void AssertHealed(SnapshotSimulation simulation, int seed)
    {
        var healed = 0;
        var most = TimeSpan.Zero;
        foreach (var (name, available) in simulation.Undelivered)
        {
            var exports = simulation.Account.Exports.Where(e => e.Id.StartsWith(name, StringComparison.Ordinal));
            var started = exports.Min(e => e.StartedAt);
            if (simulation.Faults.Refusals.Exists(t => t >= available && t <= started)) continue;
            var late = started - available;
            var began = $"seed {seed}: the export of {name} began {late} after it was available";
            Assert.True(late <= TimeSpan.FromMinutes(60), began);
            healed++;
            if (late > most) most = late;
        }
        Assert.True(healed >= 10, $"seed {seed}: only {healed} lost events");
        TestContext.Current.TestOutputHelper!.WriteLine($"{healed} lost events healed within {most}");
    }
}

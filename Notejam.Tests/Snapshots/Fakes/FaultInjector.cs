using Microsoft.Extensions.Time.Testing;
using Notejam.Tests.Models;

namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>What goes wrong in the account, by chance: for a single call, or for hours.</summary>
sealed class FaultInjector(FakeRds rds, EventQueue queue, FakeTimeProvider clock, Random random)
{
    /// <summary>
    /// Refusals that tell a function that what it wants is there already, or not yet: the ordinary course of things.
    /// </summary>
    static readonly string[] Expected =
    [
        "DBSnapshotAlreadyExists", "DBSnapshotNotFound", "ExportTaskAlreadyExists",
        "InvalidDBSnapshotState", "InvalidExportSourceState",
    ];

    static readonly string[] Misconfigurations =
        ["IamRoleNotFound", "IamRoleMissingPermissions", "KMSKeyNotAccessibleFault", "InvalidS3BucketFault"];

    /// <summary>When RDS refused something that it would have done on a good day.</summary>
    public List<DateTimeOffset> Refusals { get; } = [];

    /// <summary>How often each fault happened.</summary>
    public SortedDictionary<string, int> Counts { get; } = [];

    public void Start(DateTimeOffset from, int days)
    {
        var account = rds.Account;
        account.NextSnapshot = () => new(TimeSpan.FromMinutes(random.Next(3, 45)), Fails("a failed snapshot", 0.05));
        account.NextExport = snapshot => CannotBeExported(snapshot)
            ? new(TimeSpan.FromHours(20), Fails("an export of an unlucky day", 1))
            : new(TimeSpan.FromMinutes(random.Next(20, 180)), Fails("a failed export", 0.1));
        rds.Refused = Record;
        rds.After = _ => MaybeRefuse(0.01, new("ServiceUnavailable", "It took effect, and nobody is told.", 503));
        for (var day = 0; day < days; day++)
        {
            var noon = from.AddDays(day).AddHours(12);
            Outage(0.05, noon, on => account.InstanceIsBusy = on);
            Outage(0.03, noon, on => account.Quota = on ? 0 : 100);
            Outage(0.05, noon, on => account.ForeignExports = on ? RdsAccount.ConcurrentExports : 0);
            var refusal = random.GetItems(Misconfigurations, 1)[0];
            Outage(0.04, noon, on => account.ExportsRefused = on ? refusal : null);
        }
    }

    public void BeforeCall()
    {
        MaybeRefuse(0.02, new("Throttling", "Rate exceeded"));
        MaybeRefuse(0.005, new("InternalFailure", "An error occurred", 500));
    }

    void MaybeRefuse(double probability, RdsException refusal)
    {
        if (random.NextDouble() < probability) throw refusal;
    }

    /// <summary>An outage of up to ten hours, over midnight as well, that leaves some hours of each day.</summary>
    void Outage(double probability, DateTimeOffset noon, Action<bool> turn)
    {
        if (random.NextDouble() >= probability) return;
        var start = noon.AddMinutes(random.Next(12 * 60));
        queue.At(start, () => Turn(true));
        queue.At(start.AddMinutes(random.Next(10, 600)), () => Turn(false));
        Task Turn(bool on)
        {
            turn(on);
            return Task.CompletedTask;
        }
    }

    /// <summary>Some days' snapshots cannot be exported until they are older than those that are kept.</summary>
    bool CannotBeExported(FakeSnapshot snapshot) =>
        snapshot.CreatedAt.DayOfYear % 50 == 20 && clock.GetUtcNow() < snapshot.CreatedAt.AddDays(37);

    bool Fails(string fault, double probability)
    {
        var fails = random.NextDouble() < probability;
        if (fails) Count(fault);
        return fails;
    }

    void Record(RdsException refusal)
    {
        Count(refusal.Code);
        if (!Expected.Contains(refusal.Code)) Refusals.Add(clock.GetUtcNow());
    }

    void Count(string fault) => Counts[fault] = Counts.GetValueOrDefault(fault) + 1;
}

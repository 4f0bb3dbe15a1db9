using Microsoft.Extensions.Time.Testing;
using Notejam.Tests.Models;

namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>
/// Days of the three functions against the fake account, with chance from a seed. Everything happens one after the
/// other, so a seed always gives the same days; races are made by running another function in the middle of a call.
/// </summary>
sealed class SnapshotSimulation : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly FakeTimeProvider clock = new(Start);
    readonly Random random;
    readonly EventQueue queue;
    readonly LambdaInvocation lambda;
    readonly EventBridgeDelivery events;
    FakeRds rds = null!;
    Functions functions = null!;
    DateTimeOffset quietUntil;
    bool acted, interrupting;

    SnapshotSimulation(int seed)
    {
        random = new Random(seed);
        queue = new EventQueue(clock);
        lambda = new LambdaInvocation(queue, clock);
        events = new EventBridgeDelivery(queue, random);
    }

    public RdsAccount Account => rds.Account;
    public FaultInjector Faults { get; private set; } = null!;

    /// <summary>When snapshots became available of which no event told.</summary>
    public Dictionary<string, DateTimeOffset> Undelivered { get; } = [];

    public List<string> WrongDeletions { get; } = [];
    public int MostSnapshots { get; private set; }

    public static async Task<SnapshotSimulation> StartAsync(int seed)
    {
        var simulation = new SnapshotSimulation(seed);
        var rds = simulation.rds = await FakeRds.StartAsync(simulation.clock);
        simulation.functions = new Functions(rds, simulation.clock);
        simulation.Faults = new FaultInjector(rds, simulation.queue, simulation.clock, simulation.random);
        return simulation;
    }

    public async Task RunAsync(int days)
    {
        Faults.Start(Start, days);
        rds.Before = InterruptAsync;
        Account.Happens += Hear;
        // After the last day there is time to finish, for unlucky days as well.
        for (var day = Start; day < Start.AddDays(days + 40); day = day.AddDays(1))
        {
            var scheduled = day;
            events.Send(scheduled, () => Invoke(() => functions.SnapshotAsync(scheduled)));
            for (var hour = 0; hour < 24; hour++) queue.At(scheduled.AddHours(hour).AddMinutes(20), Reconcile);
        }
        await queue.RunAsync();
    }

    void Hear(string id, FakeSnapshot snapshot, DateTimeOffset at)
    {
        var isDelivered = events.Send(at, () => Invoke(() => functions.ExportAsync(id, snapshot.Name)));
        if (id == "RDS-EVENT-0042" && !isDelivered) Undelivered[snapshot.Name] = at;
        if (id == "RDS-EVENT-0040") MostSnapshots = Math.Max(MostSnapshots, OurSnapshots());
        var isWrong = id == "RDS-EVENT-0041" && snapshot.Status(at) != "failed" && !IsExported();
        if (isWrong) WrongDeletions.Add(snapshot.Name);

        int OurSnapshots() => Account.Manual.Count(s => s.Instance == RdsAccount.Instance);

        bool IsExported() =>
            Account.Exports.Exists(e => e.SnapshotArn == snapshot.Arn && e.Status(at) == "COMPLETE");
    }

    /// <summary>Between what a function has seen and what it does about it, another one has its turn.</summary>
    async Task InterruptAsync(string action)
    {
        Faults.BeforeCall();
        if (action.StartsWith("Describe", StringComparison.Ordinal)) return;
        acted = true;
        quietUntil = default;
        if (interrupting || random.NextDouble() > 0.1) return;
        interrupting = true;
        var today = new DateTimeOffset(clock.GetUtcNow().Date, TimeSpan.Zero);
        await (random.Next(3) switch
        {
            0 => Reconcile(),
            1 => Invoke(() => functions.SnapshotAsync(today)),
            _ => Invoke(() => functions.ExportAsync("RDS-EVENT-0042", $"{RdsAccount.Instance}-{today:yyyyMMdd}")),
        });
        interrupting = false;
    }

    /// <summary>
    /// Once it has found nothing to do, it would find the same until a status changes or a day begins.
    /// </summary>
    Task Reconcile() => Invoke(async () =>
    {
        if (clock.GetUtcNow() < quietUntil) return;
        acted = false;
        await functions.ReconcileAsync();
        if (acted) return;
        var midnight = new DateTimeOffset(clock.GetUtcNow().Date.AddDays(1), TimeSpan.Zero);
        quietUntil = Account.NextChange < midnight ? Account.NextChange : midnight;
    });

    Task Invoke(Func<Task> function) => lambda.InvokeAsync(function);

    public override string ToString() =>
        $"{rds.Calls.Count} calls, {events.Lost} events lost, {lambda.Failures} failed invocations, "
        + $"{lambda.DeadLetters} dead letters, {MostSnapshots} snapshots at most; "
        + string.Join(", ", Faults.Counts.Select(m => $"{m.Value} {m.Key}"));

    public async ValueTask DisposeAsync()
    {
        functions.Dispose();
        await rds.DisposeAsync();
    }
}

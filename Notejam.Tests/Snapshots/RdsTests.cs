using Microsoft.Extensions.Time.Testing;
using Notejam.Tests.Snapshots.Fakes;

namespace Notejam.Tests.Snapshots;

/// <summary>What the functions' tests have in common: a fake RDS on a quiet Sunday morning.</summary>
public abstract class RdsTests : IAsyncLifetime
{
    protected const string Today = "notejam-production-20261122", Yesterday = "notejam-production-20261121";
    protected static readonly DateTimeOffset Midnight = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Clock { get; } = new(Midnight.AddMinutes(20));
    protected FakeRds Rds { get; private set; } = null!;
    protected RdsAccount Account => Rds.Account;
    private protected Functions Functions { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Rds = await FakeRds.StartAsync(Clock);
        Functions = new Functions(Rds, Clock);
    }

    public async ValueTask DisposeAsync()
    {
        Functions.Dispose();
        await Rds.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Refuses these calls until all have been refused.</summary>
    protected void Refuse(string action, params string[] codes)
    {
        var left = new Queue<string>(codes);
        Rds.Before = asked =>
        {
            if (asked == action && left.TryDequeue(out var code)) throw new RdsException(code);
            return Task.CompletedTask;
        };
    }
}

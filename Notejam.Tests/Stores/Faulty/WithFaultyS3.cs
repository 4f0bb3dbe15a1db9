namespace Notejam.Tests.Stores.Faulty;

/// <summary>Tests against an S3 of their own.</summary>
public abstract class WithFaultyS3 : IAsyncLifetime
{
    private protected FaultyS3 S3 { get; private set; } = null!;

    private protected FaultyBackups Attempt { get; private set; } = null!;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        S3 = await FaultyS3.StartAsync();
        Attempt = new FaultyBackups(S3);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return S3.DisposeAsync();
    }
}

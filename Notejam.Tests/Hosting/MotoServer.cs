using Amazon.Runtime;
using Amazon.S3;
using Notejam.Tests.Hosting;

[assembly: AssemblyFixture(typeof(MotoServer))]

namespace Notejam.Tests.Hosting;

/// <summary>
/// moto, an AWS stand-in of other people's making, started once, by the first test that needs it (pip install
/// "moto[server]", 5.2.4 or newer). It knows no limits, no states and no signatures.
/// </summary>
public sealed class MotoServer : IAsyncDisposable
{
    readonly Lazy<Task<RunningProcess>> server;
    int buckets;

    public MotoServer() => server = new(LaunchAsync);

    public Uri Address { get; } = new($"http://127.0.0.1:{NotejamApp.FreePort()}");

    /// <summary>What the SDK reads in a process of its own.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["AWS_ENDPOINT_URL"] = Address.ToString(),
        ["AWS_REGION"] = "us-east-1",
        ["AWS_ACCESS_KEY_ID"] = "test",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
    };

    /// <summary>Skips the test where there is no moto.</summary>
    public async Task StartAsync()
    {
        Tool.SkipWithout("moto_server");
        await server.Value;
    }

    public IAmazonS3 Client() => new AmazonS3Client(
        new BasicAWSCredentials("test", "test"),
        new AmazonS3Config { ServiceURL = Address.ToString(), AuthenticationRegion = "us-east-1" });

    /// <summary>A new bucket; skips the test where there is no moto.</summary>
    public async Task<string> CreateBucketAsync()
    {
        await StartAsync();
        var bucket = $"bucket-{Interlocked.Increment(ref buckets)}";
        using var client = Client();
        await client.PutBucketAsync(bucket, TestContext.Current.CancellationToken);
        return bucket;
    }

    public async ValueTask DisposeAsync()
    {
        if (server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await server.Value).DisposeAsync();
    }

    async Task<RunningProcess> LaunchAsync()
    {
        var moto = RunningProcess.Start("moto_server", ["-H", "127.0.0.1", "-p", $"{Address.Port}"]);
        await moto.ReadyAsync(new(Address, "/moto-api/"));
        return moto;
    }
}

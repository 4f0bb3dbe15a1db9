using System.Diagnostics;
using Amazon.Runtime;
using Amazon.S3;
using Notejam.Tests.Hosting;
using Notejam.Tests.Stores;

[assembly: AssemblyFixture(typeof(S3Server))]

namespace Notejam.Tests.Stores;

/// <summary>
/// moto's S3 on a loopback port, started once, by the first test that needs it (pip install "moto[server]", 5.2.4 or
/// newer).
/// </summary>
public sealed class S3Server : IAsyncDisposable
{
    readonly Lazy<Task<Process>> server;
    int buckets;

    public S3Server() => server = new(StartAsync);

    public string Address { get; } = $"http://127.0.0.1:{NotejamApp.FreePort()}";

    /// <summary>What the SDK reads in a process of its own.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["AWS_ENDPOINT_URL"] = Address,
        ["AWS_REGION"] = "us-east-1",
        ["AWS_ACCESS_KEY_ID"] = "test",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
    };

    public IAmazonS3 Client() => new AmazonS3Client(
        new BasicAWSCredentials("test", "test"),
        new AmazonS3Config { ServiceURL = Address, AuthenticationRegion = "us-east-1" });

    /// <summary>A new bucket; skips the test where there is no moto.</summary>
    public async Task<string> CreateBucketAsync()
    {
        await server.Value;
        var bucket = $"bucket-{Interlocked.Increment(ref buckets)}";
        using var client = Client();
        await client.PutBucketAsync(bucket, TestContext.Current.CancellationToken);
        return bucket;
    }

    public async ValueTask DisposeAsync()
    {
        if (!server.IsValueCreated || !server.Value.IsCompletedSuccessfully) return;
        using var process = await server.Value;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    async Task<Process> StartAsync()
    {
        var folders = (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        Assert.SkipUnless(
            folders.Any(f => File.Exists(Path.Combine(f, "moto_server"))),
            "moto_server is not installed: pip install \"moto[server]\"");
        var port = new Uri(Address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("moto_server", ["-H", "127.0.0.1", "-p", port])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var probe = new HttpClient();
        while (true)
        {
            Assert.False(process.HasExited, "moto_server ended.");
            try
            {
                using var answer = await probe.GetAsync(Address, TestContext.Current.CancellationToken);
                return process;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }
}

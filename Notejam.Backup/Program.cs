using Notejam.Backup.Snapshots;

namespace Notejam.Backup;

/// <summary>In a namespace, because the tests also see the application's.</summary>
static class Program
{
    static async Task<int> Main()
    {
        if (Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is { Length: > 0 } api) return await SnapshotFunctions.RunAsync(api);
        await Console.Error.WriteLineAsync("Notejam.Backup runs in AWS Lambda, which sets AWS_LAMBDA_RUNTIME_API.");
        return 1;
    }
}

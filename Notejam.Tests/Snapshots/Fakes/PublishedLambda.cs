using System.Diagnostics;
using System.IO.Compression;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Snapshots.Fakes;

[CollectionDefinition(nameof(PublishedLambda))]
public sealed class PublishedLambdaGroup : ICollectionFixture<PublishedLambda>;

/// <summary>The zip as it is deployed, made once by its script, and its executable.</summary>
public sealed class PublishedLambda : IAsyncLifetime
{
    readonly string folder = TempFolder.Create("lambda");

    public static string Zip { get; } = Path.Combine(Repository.Root, "artifacts", "lambda", "notejam-backup.zip");
    public string Bootstrap => Path.Combine(folder, "bootstrap");

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "eng", "package-lambda.sh"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var script = Process.Start(start)!;
        _ = script.StandardOutput.ReadToEndAsync();
        var errors = await script.StandardError.ReadToEndAsync();
        await script.WaitForExitAsync();
        Assert.True(script.ExitCode == 0, errors);
        await ZipFile.ExtractToDirectoryAsync(Zip, folder);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

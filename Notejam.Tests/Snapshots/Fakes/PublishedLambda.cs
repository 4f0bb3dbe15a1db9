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
        var (exit, output) = await Tool.RunAsync(Path.Combine(Repository.Root, "eng", "package-lambda.sh"), "");
        Assert.True(exit == 0, output);
        await ZipFile.ExtractToDirectoryAsync(Zip, folder);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

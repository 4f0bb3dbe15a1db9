using Notejam.Tests.Hosting;

namespace Notejam.Tests.Infrastructure;

/// <summary>eng/infrastructure.sh, and what it leaves.</summary>
static class Terraform
{
    /// <summary>
    /// One waits for an emulator most of the time; more than one other would only wait for the processor.
    /// </summary>
    static readonly SemaphoreSlim Two = new(2);

    public static string Folder => Path.Combine(Repository.Root, "infrastructure");

    public static string Artifact(string name) => Path.Combine(Repository.Root, "artifacts", "infrastructure", name);

    /// <summary>What it printed; it must succeed. Tests that measure time go first.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        await Two.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var (exit, output) = await Tool.RunAsync("nice", "", ["bash", "eng/infrastructure.sh", .. arguments]);
            Assert.True(exit == 0, output);
            return output;
        }
        finally
        {
            Two.Release();
        }
    }
}

using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Infrastructure;

/// <summary>
/// Production as an AWS emulator had it: applied, read back, planned again and destroyed, once for the class.
/// </summary>
public sealed class Emulated
{
    readonly Lazy<Task<string>> run = new(() => Terraform.RunAsync("apply-local"));

    public Task<string> OutputAsync()
    {
        Tool.SkipWithout("terraform", "moto_server", "aws");
        return run.Value;
    }

    /// <summary>What the API answered.</summary>
    public async Task<JsonNode> AnswerAsync(string name)
    {
        await OutputAsync();
        return JsonNode.Parse(await File.ReadAllTextAsync(Terraform.Artifact($"{name}.json")))!;
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;
using Notejam.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(Plans))]

namespace Notejam.Tests.Infrastructure;

/// <summary>The plan of each environment, made once for a run, by the first test that wants it.</summary>
public sealed class Plans
{
    public static TheoryData<string> Environments => ["development", "staging", "production"];

    readonly ConcurrentDictionary<string, Lazy<Task<Plan>>> plans = new();

    internal async Task<Plan> ForAsync(string environment)
    {
        Tool.SkipWithout("terraform");
        return await plans.GetOrAdd(environment, name => new(() => MakeAsync(name))).Value;
    }

    /// <summary>In another region, if one is named.</summary>
    internal static async Task<Plan> MakeAsync(string environment, params string[] region)
    {
        await Terraform.RunAsync(["plan", environment, .. region]);
        var artifact = Terraform.Artifact($"{string.Join('-', [environment, .. region])}.json");
        return new(JsonNode.Parse(await File.ReadAllTextAsync(artifact))!);
    }
}

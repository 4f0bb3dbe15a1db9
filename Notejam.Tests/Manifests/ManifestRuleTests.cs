using Notejam.Tests.Manifests.Rules;

namespace Notejam.Tests.Manifests;

/// <summary>All environments keep the rules about manifests, and each rule notices the mistakes that it is for.</summary>
public sealed class ManifestRuleTests
{
    public static TheoryData<string> Environments => [.. Cluster.Environments];

    public static TheoryData<string, string> Mutations =>
        [.. ManifestRules.All.SelectMany(r => r.Mutations.Select(m => (r.Name, m.Name)))];

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task An_environment_keeps_every_rule(string environment)
    {
        var cluster = await Cluster.RenderAsync(environment);
        Assert.Empty(ManifestRules.All.SelectMany(rule => rule.Violations(cluster).Select(name => $"{rule}: {name}")));
    }

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task A_mistake_is_noticed(string name, string mutation)
    {
        var cluster = await Cluster.RenderAsync("production");
        var rule = ManifestRules.All.Single(r => r.Name == name);
        Assert.Empty(rule.Violations(cluster));
        Assert.NotEmpty(rule.Violations(rule.Mutations.Single(m => m.Name == mutation).Make(cluster)));
    }

    [Fact]
    public void Every_rule_has_a_mistake_that_it_is_for() =>
        Assert.All(ManifestRules.All, r => Assert.NotEmpty(r.Mutations));
}

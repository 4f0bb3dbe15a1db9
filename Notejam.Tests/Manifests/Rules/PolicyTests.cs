using Notejam.Tests.Hosting;

namespace Notejam.Tests.Manifests.Rules;

public sealed class PolicyTests
{
    public static TheoryData<string> Environments => [.. Cluster.Environments];

    public static TheoryData<string, string, string, string> Broken => Breakages.All;

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Every_environment_keeps_every_rule(string environment)
    {
        var cluster = await Cluster.RenderAsync(environment);
        Assert.Equal([], Policy.Rules.SelectMany(r => r.Value(cluster).Select(v => $"{r.Key}: {v}")));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_breaks_a_rule_is_found(string rule, string manifest, string where, string value)
    {
        var cluster = await Cluster.RenderAsync("production");
        Assert.Empty(Policy.Rules[rule](cluster));
        if (where.Length == 0) cluster = cluster.Without(cluster.Find(manifest));
        else cluster.Find(manifest).Set(where, Yaml.Value(value));
        Assert.NotEmpty(Policy.Rules[rule](cluster));
    }

    [Fact]
    public void Every_rule_has_something_that_breaks_it() =>
        Assert.Equal([], Policy.Rules.Keys.Except(Breakages.All.Select(b => b.Data.Item1)));
}

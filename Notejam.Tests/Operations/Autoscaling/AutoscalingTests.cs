using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;
using Notejam.Tests.Manifests;

namespace Notejam.Tests.Operations.Autoscaling;

public sealed class AutoscalingTests
{
    const int Hour = 3600;

    public static TheoryData<int> Phases => [0, 1, 4, 7, 10, 14];

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Four_times_the_load_brings_twelve_pods_within_a_minute_and_then_three_again_without_flapping(
        int phase)
    {
        var pods = new LoadSimulation(await AutoscalerAsync(), await WebAsync()) { Phase = phase }.Run(Hour);
        Assert.InRange(pods.FindIndex(LoadSimulation.Up, p => p == 12) - LoadSimulation.Up, 0, 60);
        Assert.Equal((3, 3), (pods[LoadSimulation.Up - 1], pods[^1]));
        Assert.InRange(Turns(pods), 0, 1);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Without_Prometheus_it_grows_by_CPU_as_fast_and_shrinks_when_Prometheus_is_back(int phase)
    {
        var simulation = new LoadSimulation(await AutoscalerAsync(), await WebAsync())
        {
            Phase = phase,
            MetricIsMissing = now => now < 1800,
        };
        var pods = simulation.Run(Hour);
        Assert.InRange(pods.FindIndex(LoadSimulation.Up, p => p == 12) - LoadSimulation.Up, 0, 60);
        Assert.Equal((12, 3), (pods[1799], pods[^1]));
        Assert.InRange(Turns(pods), 0, 1);
    }

    [Fact]
    public async Task Requests_that_hang_bring_more_pods_although_the_CPU_is_idle()
    {
        var simulation = new LoadSimulation(await AutoscalerAsync(), await WebAsync())
        {
            Steady = true,
            Slowness = now => now is > 60 and < 600 ? 20 : 1,
        };
        var pods = simulation.Run(Hour);
        Assert.True(pods.Max() > 3);
        Assert.Equal(3, pods[^1]);
        Assert.InRange(Turns(pods), 0, 1);
    }

    [Fact]
    public async Task A_break_of_half_a_minute_takes_no_pod_away()
    {
        var pods = new LoadSimulation(await AutoscalerAsync(), await WebAsync()) { Break = 130..160 }.Run(Hour);
        Assert.All(pods[120..180], p => Assert.Equal(12, p));
        Assert.InRange(Turns(pods), 0, 1);
    }

    [Fact]
    public async Task A_load_that_does_not_change_changes_nothing()
    {
        var pods = new LoadSimulation(await AutoscalerAsync(), await WebAsync()) { Steady = true }.Run(Hour);
        Assert.All(pods, p => Assert.Equal(3, p));
    }

    /// <summary>What the numbers of the manifest are good for.</summary>
    [Theory]
    [InlineData(
        "spec/behavior/scaleDown/stabilizationWindowSeconds", "0",
        "spec/behavior/scaleDown/policies/0/value", "9")]
    [InlineData("spec/behavior/scaleUp/policies/0/value", "30", "spec/behavior/scaleUp/policies/0/periodSeconds", "60")]
    [InlineData("spec/maxReplicas", "11", "spec/minReplicas", "3")]
    public async Task Other_numbers_are_found_wanting(string where, string value, string andWhere, string andValue)
    {
        var manifest = await AutoscalerAsync();
        manifest.Set(where, Yaml.Value(value));
        manifest.Set(andWhere, Yaml.Value(andValue));
        var pods = new LoadSimulation(manifest, await WebAsync()) { Break = 130..160 }.Run(Hour);
        var at = pods.FindIndex(LoadSimulation.Up, p => p == 12);
        var isInTime = at >= 0 && at - LoadSimulation.Up <= 60;
        Assert.True(!isInTime || Turns(pods) > 1);
    }

    /// <summary>How often it went the other way.</summary>
    static int Turns(List<int> pods)
    {
        var changes = pods.Zip(pods.Skip(1), (before, after) => Math.Sign(after - before)).Where(c => c != 0).ToList();
        return changes.Zip(changes.Skip(1)).Count(c => c.First != c.Second);
    }

    static async Task<JsonNode> AutoscalerAsync()
    {
        var cluster = await Cluster.RenderAsync("production");
        return cluster.Find("HorizontalPodAutoscaler/web");
    }

    static async Task<JsonNode> WebAsync()
    {
        var cluster = await Cluster.RenderAsync("production");
        return cluster.Find("Deployment/web").At("spec/template/spec/containers/0")!;
    }
}

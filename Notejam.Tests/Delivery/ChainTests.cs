using Notejam.Tests.Hosting;

namespace Notejam.Tests.Delivery;

/// <summary>The whole pipeline without a cloud, from the commit to production.</summary>
public sealed class ChainTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    static readonly string[] All = ["build", "test", "release", "deploy-development", "deploy-staging", "hold", "deploy-production"];
    static readonly string[] Environments = ["development", "staging", "production"];

    [Fact]
    public async Task A_commit_that_is_good_reaches_production_and_nothing_is_rolled_back()
    {
        await using var chain = await PrepareAsync();
        var succeeded = await chain.RunAsync();
        Assert.True(All.SequenceEqual(succeeded), chain.Output);
        Assert.DoesNotContain("rollback.sh", chain.Output, StringComparison.Ordinal);
        Assert.Equal(3, chain.Calls.Count(c => c.Contains("create configmap release", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task One_digest_of_each_image_is_built_and_runs_in_all_three_environments()
    {
        await using var chain = await PrepareAsync();
        await chain.RunAsync();
        Assert.Equal(2, chain.Calls.Count(c => c.StartsWith("docker build", StringComparison.Ordinal)));
        Assert.All(Environments, e => Assert.Equal(chain.Images("production"), chain.Images(e)));
        var images = chain.Images("production").Distinct().Order().ToList();
        Assert.Equal(["123456789012.dkr.example/notejam/backup", "123456789012.dkr.example/notejam/web"], images.Select(i => i.Split('@')[0]));
        Assert.All(images, i => Assert.Matches("@sha256:[0-9a-f]{64}$", i));
    }

    [Fact]
    public async Task Each_job_takes_the_role_of_its_own_environment_by_its_own_token()
    {
        await using var chain = await PrepareAsync();
        await chain.RunAsync();
        var taken = chain.Identities.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct();
        Assert.Equal(Environments.Select(e => $"notejam-{e} as role-of-notejam-{e} with token-of-deploy-{e}"), taken);
    }

    [Fact]
    public async Task Migrations_have_ended_before_a_new_pod_starts()
    {
        await using var chain = await PrepareAsync();
        await chain.RunAsync();
        var calls = chain.Calls.Where(c => c.Contains("notejam-staging", StringComparison.Ordinal)).Select(c => c.Split(" --namespace notejam ")[^1]).ToList();
        var order = new[] { "delete job migrations-", "apply -f artifacts/deploy/staging/before.yaml", "get job migrations-", "apply -f artifacts/deploy/staging/after.yaml", "rollout status deployment/web" };
        var found = order.Select(o => calls.FindIndex(c => c.StartsWith(o, StringComparison.Ordinal))).ToList();
        Assert.DoesNotContain(-1, found);
        Assert.Equal(found.Order(), found);
    }

    [Theory]
    [InlineData("deploy-development", "PROMETHEUS_PORT", "failing")]
    [InlineData("deploy-staging", "PROMETHEUS_PORT", "failing")]
    [InlineData("deploy-staging", "NOTEJAM_URL", "http://127.0.0.1:1")]
    [InlineData("deploy-staging", "JOB", "Failed")]
    [InlineData("deploy-production", "PROMETHEUS_PORT", "failing")]
    [InlineData("deploy-production", "ROLLOUT", "notejam-production")]
    public async Task What_is_not_good_is_rolled_back_once_and_promoted_no_further(string job, string setting, string value)
    {
        await using var chain = await PrepareAsync();
        await chain.RunAsync();
        var good = chain.Images("production").Distinct().Order().ToList();
        await chain.CommitAsync();
        chain.Set($"{job}:{setting}", value == "failing" ? chain.Failing : value);

        Assert.Equal(All.TakeWhile(n => n != job), await chain.RunAsync());
        Assert.Single(chain.Calls, c => c.Contains("get configmap release", StringComparison.Ordinal));
        Assert.Contains($"Back in {job.Split('-')[1]}.", chain.Output, StringComparison.Ordinal);
        Assert.Equal(good, chain.Images(job.Split('-')[1]).TakeLast(2).Order());
        Assert.All(Environments.SkipWhile(e => $"deploy-{e}" != job).Skip(1), e => Assert.Equal(good, chain.Images(e).Distinct().Order()));
        Assert.All(Environments.TakeWhile(e => $"deploy-{e}" != job), e => Assert.NotEqual(good, chain.Images(e).TakeLast(2).Order()));
    }

    [Fact]
    public async Task A_critical_finding_stops_before_anything_is_deployed()
    {
        await using var chain = await PrepareAsync();
        chain.Set("CRITICAL", "2");
        Assert.Equal(["build", "test"], await chain.RunAsync());
        Assert.Contains("has 2 critical findings", chain.Output, StringComparison.Ordinal);
        Assert.All(Environments, e => Assert.Empty(chain.Images(e)));
    }

    [Fact]
    public async Task Released_again_a_commit_is_not_built_again_because_tags_never_change()
    {
        await using var chain = await PrepareAsync();
        await chain.RunAsync();
        var first = chain.Images("production").Distinct();
        await chain.RunAsync();
        Assert.Equal(2, chain.Calls.Count(c => c.StartsWith("docker build", StringComparison.Ordinal)));
        Assert.Equal(first, chain.Images("production").Distinct());
    }

    [Fact]
    public async Task The_first_release_of_all_has_nothing_to_go_back_to_and_says_so()
    {
        await using var chain = await PrepareAsync();
        chain.Set("PROMETHEUS_PORT", chain.Failing);
        Assert.Equal(["build", "test", "release"], await chain.RunAsync());
        Assert.Contains("No release of development has been verified yet", chain.Output, StringComparison.Ordinal);
    }

    Task<Chain> PrepareAsync() => Chain.PrepareAsync(fixture.App);
}

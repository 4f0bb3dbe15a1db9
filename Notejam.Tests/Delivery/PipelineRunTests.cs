using Notejam.Tests.Hosting;

namespace Notejam.Tests.Delivery;

/// <summary>The whole pipeline without a cloud, from the commit to production.</summary>
public sealed class PipelineRunTests(PipelineRunTests.Shipped shipped) : IClassFixture<PipelineRunTests.Shipped>
{
    static readonly string[] All =
        ["build", "test", "release", "deploy-development", "deploy-staging", "hold", "deploy-production"];
    static readonly string[] Environments = ["development", "staging", "production"];

    /// <summary>A release that was good, and is everywhere.</summary>
    public sealed class Shipped(Postgres postgres) : IAsyncLifetime
    {
        internal NotejamApp App { get; private set; } = null!;
        internal PipelineRun PipelineRun { get; private set; } = null!;
        internal List<string> Succeeded { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            App = NotejamApp.Start(await postgres.CreateDatabaseAsync());
            PipelineRun = await PipelineRun.PrepareAsync(App);
            Succeeded = await PipelineRun.RunAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await PipelineRun.DisposeAsync();
            await App.DisposeAsync();
        }
    }

    PipelineRun Good => shipped.PipelineRun;

    [Fact]
    public void A_commit_that_is_good_reaches_production_and_nothing_is_rolled_back()
    {
        Assert.True(All.SequenceEqual(shipped.Succeeded), Good.Output);
        Assert.DoesNotContain("rollback.sh", Good.Output, StringComparison.Ordinal);
        Assert.Equal(3, Good.Calls.Count(c => c.Contains("create configmap release", StringComparison.Ordinal)));
    }

    [Fact]
    public void One_digest_of_each_image_is_built_and_runs_in_all_three_environments()
    {
        Assert.Equal(2, Good.Calls.Count(c => c.StartsWith("docker build", StringComparison.Ordinal)));
        Assert.All(Environments, e => Assert.Equal(Good.Images("production"), Good.Images(e)));
        var images = Good.Images("production").Distinct().Order().ToList();
        var names = images.Select(i => i.Split('@')[0]);
        Assert.Equal(["123456789012.dkr.example/notejam/backup", "123456789012.dkr.example/notejam/web"], names);
        Assert.All(images, i => Assert.Matches("@sha256:[0-9a-f]{64}$", i));
    }

    [Fact]
    public void Each_job_takes_the_role_of_its_own_environment_by_its_own_token()
    {
        var taken = Good.Identities.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct();
        Assert.Equal(Environments.Select(e => $"notejam-{e} as role-of-notejam-{e} with token-of-deploy-{e}"), taken);
    }

    [Fact]
    public void Migrations_have_ended_before_a_new_pod_starts()
    {
        var calls = Good.Calls
            .Where(c => c.Contains("notejam-staging", StringComparison.Ordinal))
            .Select(c => c.Split(" --namespace notejam ")[^1])
            .ToList();
        var order = new[]
        {
            "delete job migrations-",
            "apply -f artifacts/deploy/staging/migrate.yaml",
            "get job migrations-",
            "apply -f artifacts/deploy/staging/run.yaml",
            "rollout status deployment/web",
        };
        var found = order.Select(o => calls.FindIndex(c => c.StartsWith(o, StringComparison.Ordinal))).ToList();
        Assert.DoesNotContain(-1, found);
        Assert.Equal(found.Order(), found);
    }

    [Theory]
    [InlineData("deploy-development", "PROMETHEUS_PORT", "failing")]
    [InlineData("deploy-staging", "NOTEJAM_URL", "http://127.0.0.1:1")]
    [InlineData("deploy-staging", "JOB", "Failed")]
    [InlineData("deploy-production", "PROMETHEUS_PORT", "failing")]
    [InlineData("deploy-production", "ROLLOUT", "notejam-production")]
    public async Task What_is_not_good_is_rolled_back_once_and_promoted_no_further(
        string job, string setting, string value)
    {
        await using var pipeline = await Good.CopyAsync();
        var good = pipeline.Images("production").Distinct().Order().ToList();
        await pipeline.CommitAsync();
        pipeline.Set($"{job}:{setting}", value == "failing" ? pipeline.Failing : value);

        Assert.Equal(All.TakeWhile(n => n != job), await pipeline.RunAsync());
        Assert.Single(pipeline.Calls, c => c.Contains("get configmap release", StringComparison.Ordinal));
        Assert.Contains($"Back in {job.Split('-')[1]}.", pipeline.Output, StringComparison.Ordinal);
        Assert.Equal(good, pipeline.Images(job.Split('-')[1]).TakeLast(2).Order());
        var before = Environments.TakeWhile(e => $"deploy-{e}" != job);
        var after = Environments.SkipWhile(e => $"deploy-{e}" != job).Skip(1);
        Assert.All(after, e => Assert.Equal(good, pipeline.Images(e).Distinct().Order()));
        Assert.All(before, e => Assert.NotEqual(good, pipeline.Images(e).TakeLast(2).Order()));
    }

    [Fact]
    public async Task A_critical_finding_stops_before_anything_is_deployed()
    {
        await using var pipeline = await Good.CopyAsync();
        await pipeline.CommitAsync();
        pipeline.Set("CRITICAL", "2");
        Assert.Equal(["build", "test"], await pipeline.RunAsync());
        Assert.Contains("has 2 critical findings", pipeline.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(pipeline.Calls, c => c.StartsWith("kubectl", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Released_again_a_commit_is_not_built_again_because_tags_never_change()
    {
        await using var pipeline = await Good.CopyAsync();
        Assert.Equal(All, await pipeline.RunAsync());
        Assert.DoesNotContain(pipeline.Calls, c => c.StartsWith("docker build", StringComparison.Ordinal));
        Assert.All(Environments, e => Assert.Equal(Good.Images(e).Distinct(), pipeline.Images(e).Distinct()));
    }

    [Fact]
    public async Task Only_what_was_deployed_can_be_kept()
    {
        await using var pipeline = await Good.CopyAsync();
        await pipeline.CommitAsync();
        pipeline.Set("deploy-development:JOB", "Failed");
        await pipeline.RunAsync();
        Assert.False(await pipeline.BashAsync("deploy-development", "eng/mark-verified.sh development"));
        const string Nothing = "Nothing has been deployed to development from here";
        Assert.Contains(Nothing, pipeline.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_release_of_all_has_nothing_to_go_back_to_and_says_so()
    {
        await using var pipeline = await PipelineRun.PrepareAsync(shipped.App);
        pipeline.Set("PROMETHEUS_PORT", pipeline.Failing);
        Assert.Equal(["build", "test", "release"], await pipeline.RunAsync());
        Assert.Contains("No release of development has been verified yet", pipeline.Output, StringComparison.Ordinal);
    }
}

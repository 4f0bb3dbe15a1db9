using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Delivery;

/// <summary>eng/deploy.sh on a laptop.</summary>
public sealed partial class DeployTests
{
    static readonly string Digest = $"sha256:{new string('a', 64)}";
    static string Deploy => Path.Combine(Repository.Root, "eng", "deploy.sh");

    [Theory]
    [InlineData("development")]
    [InlineData("staging")]
    [InlineData("production")]
    public async Task A_dry_run_says_what_would_be_done_with_that_cluster_and_does_nothing(string environment)
    {
        Tool.SkipWithout("kubectl");
        string[] images = [$"registry.example/notejam/web@{Digest}", $"registry.example/notejam/backup@{Digest}"];
        var (exit, output) = await Tool.RunAsync(Deploy, "", [environment, "--dry-run", .. images]);
        Assert.True(exit == 0, output);
        var kubectl = $"would run: kubectl --context notejam-{environment} --namespace notejam";
        var migrate = $"{kubectl} apply -f artifacts/deploy/{environment}/migrate.yaml";
        Assert.Contains(migrate, output, StringComparison.Ordinal);
        Assert.Contains("rollout status deployment/web", output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", output, StringComparison.Ordinal);
        Assert.DoesNotMatch(Done(), output);
    }

    [Theory]
    [InlineData("testing", "registry.example/notejam/web@sha256:D", "registry.example/notejam/backup@sha256:D")]
    [InlineData("staging", "registry.example/notejam/web:latest", "registry.example/notejam/backup@sha256:D")]
    [InlineData("staging", "registry.example/notejam/web@sha256:D")]
    [InlineData("staging", "registry.example/notejam/backup@sha256:D", "registry.example/notejam/web@sha256:D")]
    [InlineData("staging",
        "registry.example/notejam/web@sha256:D", "registry.example/notejam/backup@sha256:D", "--dryrun")]
    [InlineData("staging")]
    [InlineData("")]
    public async Task Without_a_known_environment_and_two_images_by_digest_it_says_how_it_is_used(
        string environment, params string[] images)
    {
        Tool.SkipWithout("kubectl");
        var whole = images.Select(i => i.Replace("sha256:D", Digest, StringComparison.Ordinal));
        var (exit, output) = await Tool.RunAsync(Deploy, "", [environment, "--dry-run", .. whole]);
        Assert.Equal(2, exit);
        Assert.Contains("Usage: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("would run", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mark-verified.sh")]
    [InlineData("rollback.sh")]
    public async Task Whoever_asks_for_a_dry_run_of_what_has_none_changes_nothing(string script)
    {
        var path = Path.Combine(Repository.Root, "eng", script);
        var (exit, output) = await Tool.RunAsync(path, "", "production", "--dry-run");
        Assert.Equal((2, $"Usage: eng/{script} development|staging|production\n"), (exit, output));
    }

    [GeneratedRegex(@"(?m)^\+ ")]
    private static partial Regex Done();
}

using Notejam.Tests.Hosting;
using Notejam.Tests.Infrastructure.Rules;

namespace Notejam.Tests.Infrastructure;

/// <summary>
/// The same Terraform builds production in the region of the copy, while the old one is still there or half there.
/// </summary>
public sealed class RegionMoveTests(Plans plans)
{
    const string There = "eu-west-1";

    /// <summary>Of these an account has one, whatever the region; the runbook imports it.</summary>
    static readonly string[] Imported =
    [
        "aws_iam_openid_connect_provider.circleci",
        "aws_ecr_repository.this[\"backup\"]",
        "aws_ecr_repository.this[\"web\"]",
    ];

    [Fact]
    public async Task Both_can_exist_at_once_but_for_what_the_runbook_imports()
    {
        var here = await plans.ForAsync("production");
        var there = await Plans.MakeAsync("production", There);
        Assert.Equal(here.Resources.Select(r => r.Address), there.Resources.Select(r => r.Address));
        // Names of these are unique in an account or in the world.
        foreach (var (type, name) in new[] { ("aws_iam_role", "name"), ("aws_s3_bucket", "bucket") })
            Assert.Empty(here.Of(type).Select(r => r.Text(name)).Intersect(there.Of(type).Select(r => r.Text(name))));
        var path = Path.Combine(Hosting.Repository.Root, "docs", "runbooks", "region-move.md");
        var runbook = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.All(Imported, address => Assert.Contains($"'{address}'", runbook, StringComparison.Ordinal));
        Assert.All(Imported, address => Assert.NotNull(here[address]));
    }

    [Fact]
    public async Task The_other_region_keeps_the_same_rules()
    {
        Tool.SkipWithout("terraform");
        var there = await Plans.MakeAsync("production", There);
        Assert.Empty(PlanRules.All.SelectMany(rule => rule.Violations(there).Select(address => $"{rule}: {address}")));
        var zones = there.Of("aws_subnet").Select(subnet => subnet.Text("availability_zone"));
        Assert.All(zones, zone => Assert.StartsWith(There, zone, StringComparison.Ordinal));
    }
}

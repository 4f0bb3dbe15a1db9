using Notejam.Tests.Infrastructure.Rules;

namespace Notejam.Tests.Infrastructure;

/// <summary>The plans of all environments keep the rules, and each rule catches the mistake that it is for.</summary>
public sealed class RuleTests(Plans plans)
{
    public static IEnumerable<TheoryDataRow<string>> Mistakes =>
        Breakages.All.Select(b => new TheoryDataRow<string>(b.Name));

    [Theory]
    [MemberData(nameof(Plans.Environments), MemberType = typeof(Plans))]
    public async Task A_plan_keeps_every_rule(string environment)
    {
        var plan = await plans.ForAsync(environment);
        Assert.Empty(Rule.All.SelectMany(rule => rule.Violations(plan).Select(address => $"{rule}: {address}")));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_caught(string mistake)
    {
        var breakage = Breakages.All.Single(b => b.Name == mistake);
        var plan = await plans.ForAsync("production");
        var rule = Rule.All.Single(r => r.Name == breakage.Rule);
        Assert.Empty(rule.Violations(plan));
        Assert.NotEmpty(rule.Violations(breakage.Make(plan)));
    }

    [Fact]
    public void Every_rule_has_a_mistake_that_it_is_for() =>
        Assert.Empty(Rule.All.Select(r => r.Name).Except(Breakages.All.Select(b => b.Rule)));
}

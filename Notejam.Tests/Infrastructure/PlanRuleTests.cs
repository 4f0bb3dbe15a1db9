using Notejam.Tests.Infrastructure.Rules;

namespace Notejam.Tests.Infrastructure;

/// <summary>The plans of all environments keep the rules, and each rule notices the mistakes that it is for.</summary>
public sealed class PlanRuleTests(Plans plans)
{
    public static TheoryData<string, string> Mutations =>
        [.. PlanRules.All.SelectMany(r => r.Mutations.Select(m => (r.Name, m.Name)))];

    [Theory]
    [MemberData(nameof(Plans.Environments), MemberType = typeof(Plans))]
    public async Task A_plan_keeps_every_rule(string environment)
    {
        var plan = await plans.ForAsync(environment);
        Assert.Empty(PlanRules.All.SelectMany(rule => rule.Violations(plan).Select(address => $"{rule}: {address}")));
    }

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task A_mistake_is_noticed(string name, string mutation)
    {
        var plan = await plans.ForAsync("production");
        var rule = PlanRules.All.Single(r => r.Name == name);
        Assert.Empty(rule.Violations(plan));
        Assert.NotEmpty(rule.Violations(rule.Mutations.Single(m => m.Name == mutation).Make(plan)));
    }

    [Fact]
    public void Every_rule_has_a_mistake_that_it_is_for() =>
        Assert.All(PlanRules.All, r => Assert.NotEmpty(r.Mutations));
}

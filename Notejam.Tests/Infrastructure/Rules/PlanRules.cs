using Notejam.Tests.Hosting;

namespace Notejam.Tests.Infrastructure.Rules;

/// <summary>What no plan may violate, and how rules about plans are made.</summary>
static class PlanRules
{
    public static IReadOnlyList<Rule<Plan>> All =>
    [
        .. AccessRules.All, .. VpcRules.All, .. FirewallRules.All,
        .. StorageRules.All, .. DatabaseRules.All, .. OperationRules.All,
    ];

    /// <summary>A rule about every resource of a type; there must be one.</summary>
    public static Rule<Plan> Each(string name, string type, Func<PlannedResource, bool> holds) => new(name, plan =>
        plan.Of(type).Any() ? plan.Of(type).Where(r => !holds(r)).Select(r => r.Address) : [$"there is no {type}"]);

    /// <summary>A rule about something that must be there.</summary>
    public static Rule<Plan> Is(string name, Func<Plan, bool> holds) => new(name, plan => holds(plan) ? [] : [name]);

    /// <summary>A rule about what must not be there.</summary>
    public static Rule<Plan> None(string name, Func<Plan, IEnumerable<string>> violations) => new(name, violations);
}

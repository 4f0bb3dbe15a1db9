namespace Notejam.Tests.Infrastructure.Rules;

/// <summary>Something that no plan may violate.</summary>
/// <param name="Violations">The addresses of what violates it.</param>
sealed record Rule(string Name, Func<Plan, IEnumerable<string>> Violations)
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        .. AccessRules.All, .. NetworkRules.All, .. FirewallRules.All,
        .. StorageRules.All, .. DatabaseRules.All, .. OperationRules.All,
    ];

    public override string ToString() => Name;

    /// <summary>A rule about every resource of a type; there must be one.</summary>
    public static Rule Each(string name, string type, Func<PlannedResource, bool> holds) => new(name, plan =>
        plan.Of(type).Any() ? plan.Of(type).Where(r => !holds(r)).Select(r => r.Address) : [$"there is no {type}"]);

    /// <summary>A rule about something that must be there.</summary>
    public static Rule Is(string name, Func<Plan, bool> holds) => new(name, plan => holds(plan) ? [] : [name]);
}

namespace Notejam.Tests.Hosting;

/// <summary>Something that nothing may violate: no manifest, no plan.</summary>
/// <param name="Name">As a sentence.</param>
/// <param name="Violations">What violates it, by name or address.</param>
sealed record Rule<T>(string Name, Func<T, IEnumerable<string>> Violations)
{
    /// <summary>The mistakes that it is for.</summary>
    public IReadOnlyList<Mutation<T>> Mutations { get; private init; } = [];

    public Rule<T> Noticing(params Mutation<T>[] mutations) => this with { Mutations = mutations };

    public override string ToString() => Name;
}

/// <summary>A mistake that somebody could make in what is good.</summary>
sealed record Mutation<T>(string Name, Func<T, T> Make);

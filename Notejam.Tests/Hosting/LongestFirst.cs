using Notejam.Tests.Browser;
using Notejam.Tests.Delivery;
using Notejam.Tests.Hosting;
using Notejam.Tests.Infrastructure;
using Notejam.Tests.Operations;
using Notejam.Tests.Operations.Images;
using Notejam.Tests.Worker;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Notejam.Tests.Hosting;

/// <summary>
/// Classes that take minutes start first, or they would be waited for when all others are done.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    static readonly Type[] Longest =
    [
        typeof(PagesTests), typeof(EmulatorTests), typeof(CheckTests), typeof(InterruptedTests),
        typeof(ProductionMajorTests), typeof(NextSchemaTests), typeof(NeverLostTests), typeof(PipelineRunTests),
        typeof(JourneyTests), typeof(VerifyTests), typeof(KillTests), typeof(PatientStartTests),
        typeof(RollingDeploymentTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => IsLong(collection))];

    static bool IsLong(ITestCollection collection) =>
        Longest.Any(test => collection.TestCollectionDisplayName.Contains(test.FullName!, StringComparison.Ordinal));
}

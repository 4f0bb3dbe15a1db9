namespace Notejam.Tests.Hosting;

/// <summary>
/// As <see cref="AppFixture"/>, for tests that send much at once: there is a place for each, and time, so that a machine
/// that stands still for a moment turns nobody away.
/// </summary>
public sealed class CrowdFixture(Postgres postgres) : IAsyncLifetime
{
    /// <summary>One network has half of the places.</summary>
    const string Room = "Maximum Pool Size=80;Minimum Pool Size=0;Timeout=60;Command Timeout=60";

    public NotejamApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        App = NotejamApp.Start($"{await postgres.CreateDatabaseAsync()};{Room}");

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

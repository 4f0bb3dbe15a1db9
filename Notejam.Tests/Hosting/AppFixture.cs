namespace Notejam.Tests.Hosting;

/// <summary>One application and one database for a test class; tests keep apart by being different people.</summary>
public sealed class AppFixture(Postgres postgres) : IAsyncLifetime
{
    public NotejamApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = NotejamApp.Start(await postgres.CreateDatabaseAsync());

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Notejam.ServiceDefaults;
using Notejam.ServiceDefaults.Telemetry;
using Npgsql;

namespace Notejam.Web.Data;

static class Migrate
{
    /// <summary>
    /// Brings the schema up to this build, and makes the first Data Protection key: on an empty ring every instance of
    /// a first rollout would make its own, and refuse the cookies of the others. It waits for the database, and for
    /// others that do the same.
    /// </summary>
    public static async Task MigrateAsync(this WebApplication app, CancellationToken stop)
    {
        var connection = app.Services.GetRequiredService<DatabaseConnection>().Text;
        await using var source = MigrationConnection.Source(connection);
        await using var services = Services(app, source);
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<NotejamDb>().Database;
        var creator = database.GetService<IRelationalDatabaseCreator>();
        await MigrationConnection.WaitForDatabaseAsync(creator, app.Logger, stop);

        await using var held = await MigrationLock.TakeAsync(source, stop);
        // Asking first needs no right to change anything: a server that is up to date starts with the least rights.
        if ((await database.GetPendingMigrationsAsync(stop)).Any()) await database.MigrateAsync(stop);

        var keys = services.GetRequiredService<IKeyManager>();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (keys.GetAllKeys().Count == 0) keys.CreateNewKey(activationDate: now, expirationDate: now.AddDays(90));
    }

    /// <summary>What a migration needs of the application, on connections that wait; those of pages do not.</summary>
    static ServiceProvider Services(WebApplication app, NpgsqlDataSource source)
    {
        var services = new ServiceCollection();
        services.AddSingleton(app.Services.GetRequiredService<ILoggerFactory>());
        services.AddLogging();
        services.AddSingleton(source);
        services.AddNotejamDb();
        return services.BuildServiceProvider();
    }

    public static async Task MigrateAtStartAsync(this WebApplication app, CancellationToken stop)
    {
        try
        {
            await app.MigrateAsync(stop);
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or RetryLimitExceededException)
        {
            throw new ConfigurationException(
                $"the database of ConnectionStrings__notejam, {Place(app)}, does not answer: {Why(away)}");
        }
    }

    static string Place(WebApplication app)
    {
        var settings = new NpgsqlConnectionStringBuilder(app.Services.GetRequiredService<DatabaseConnection>().Text);
        return $"{settings.Database} at {settings.Host}:{settings.Port}";
    }

    static string Why(Exception failed) => AddressRedactor.Redact(failed.GetBaseException().Message);

    /// <summary>
    /// The command <c>Notejam.Web migrate</c>, which needs no setting but the database: exit code 0 when the schema is
    /// up to date, 1 when it could not be brought there.
    /// </summary>
    public static async Task<int> RunAsync(WebApplicationBuilder builder, CancellationToken stop)
    {
        await using var server = await builder.AddDatabaseAsync(stop);
        await using var app = builder.Build();
        try
        {
            await app.MigrateAsync(stop);
            Console.WriteLine("The schema is up to date.");
            return 0;
        }
        catch (Exception failed) when (failed is NpgsqlException or InvalidOperationException or TimeoutException
            or RetryLimitExceededException)
        {
            await Console.Error.WriteLineAsync($"The migration of {Place(app)} failed: {Why(failed)}");
            return 1;
        }
    }
}

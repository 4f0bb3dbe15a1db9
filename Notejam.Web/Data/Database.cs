using System.Diagnostics;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Notejam.ServiceDefaults;
using Notejam.ServiceDefaults.PrivatePostgres;
using Notejam.ServiceDefaults.Telemetry;
using Notejam.Web.Accounts;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace Notejam.Web.Data;

static class Database
{
    /// <summary>Over a connection that has failed over, for EF and for what pages read.</summary>
    internal const int Retries = 2;

    /// <summary>
    /// Returns the private server, to be stopped after the application, or null where a database is given.
    /// </summary>
    public static async Task<PrivatePostgresServer?> AddDatabaseAsync(
        this WebApplicationBuilder builder, CancellationToken stop)
    {
        var given = builder.Configuration.GetConnectionString("notejam");
        var server = string.IsNullOrEmpty(given) ? await StartPrivateServerAsync(builder, stop) : null;
        var connection = Tune(server?.ConnectionString("notejam") ?? given!);
        builder.Services.AddSingleton(new DatabaseConnection(connection));
        builder.Services.AddSingleton(_ => Source(connection).Build());
        builder.Services.AddNotejamDb();
        builder.EnrichNpgsqlDbContext<NotejamDb>(settings =>
        {
            // There is QuickRetry, the checks below know more, and the meters are chosen by name in ServiceDefaults.
            settings.DisableRetry = true;
            settings.DisableHealthChecks = true;
            settings.DisableMetrics = true;
            settings.DisableTracing = !OtlpSettings.AreSet(builder.Configuration);
        });
        builder.Services.AddHealthChecks()
            .AddCheck<SchemaCheck>("schema")
            .AddCheck<PoolCheck>("pool")
            .AddCheck<ReachabilityCheck>("database");
        builder.Services.AddSingleton<SchemaCheck>();
        builder.Services.AddSingleton<PoolCheck>();
        builder.Services.AddSingleton<ReachabilityCheck>();
        builder.Services.AddHostedService<ConnectionMetrics>();
        return server;
    }

    /// <summary>
    /// Traces begin with a request: health checks and work in the background would be traces of one span.
    /// </summary>
    internal static NpgsqlDataSourceBuilder Source(string connection) =>
        new NpgsqlDataSourceBuilder(connection) { Name = "notejam" }.ConfigureTracing(spans => spans
            .ConfigureCommandFilter(_ => Activity.Current is { Recorded: true })
            .ConfigureBatchFilter(_ => Activity.Current is { Recorded: true })
            .EnablePhysicalOpenTracing(false));

    /// <summary>The entities and the key ring, on the data source that is registered beside them.</summary>
    public static void AddNotejamDb(this IServiceCollection services)
    {
        services.AddDbContext<NotejamDb>((provider, options) => options
            .UseNpgsql(
                provider.GetRequiredService<NpgsqlDataSource>(),
                npgsql => npgsql.ExecutionStrategy(d => new QuickRetry(d)))
            .UseSnakeCaseNamingConvention()
            .ReplaceService<IHistoryRepository, UnlockedHistory>());
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentUser>();
        services.AddScoped<Reads>();
        // Every instance reads cookies, form tokens and links in mail that another has made.
        services.AddDataProtection().SetApplicationName("notejam").PersistKeysToDbContext<NotejamDb>();
    }

    /// <summary>
    /// Defaults for what the given connection string leaves open; the reasons are measured in docs/decisions/003.
    /// </summary>
    internal static string Tune(string connection)
    {
        var tuned = ConnectionString.Read("ConnectionStrings__notejam", connection);
        Default("Timeout", 1);
        Default("Command Timeout", 2);
        Default("Cancellation Timeout", 500);
        Default("Maximum Pool Size", 20);
        Default("Minimum Pool Size", tuned.MaxPoolSize / 2);
        Default("Max Auto Prepare", 50);
        Default("Auto Prepare Min Usages", 2);
        Default("No Reset On Close", true);
        Default("GSS Encryption Mode", "Disable");
        return tuned.ConnectionString;

        void Default(string key, object value)
        {
            if (!tuned.ShouldSerialize(key)) tuned[key] = value;
        }
    }

    static async Task<PrivatePostgresServer> StartPrivateServerAsync(
        WebApplicationBuilder builder, CancellationToken stop)
    {
        var environment = builder.Environment.EnvironmentName;
        var server = await DevelopmentDatabase.StartAsync(builder.Configuration, environment, ["notejam"], stop);
        await Console.Out.WriteLineAsync(
            $"The notes are in a private PostgreSQL {server.Major} in {server.Folder}, port {server.Port}.");
        return server;
    }

    /// <summary>
    /// Two quick tries over a failed-over connection, but none after a time-out: the person waits at most five seconds.
    /// </summary>
    sealed class QuickRetry(ExecutionStrategyDependencies dependencies)
        : NpgsqlRetryingExecutionStrategy(
            dependencies,
            maxRetryCount: Retries,
            maxRetryDelay: TimeSpan.FromMilliseconds(300),
            errorCodesToAdd: null)
    {
        protected override bool ShouldRetryOn(Exception? exception) =>
            exception?.InnerException is not TimeoutException && base.ShouldRetryOn(exception);
    }
}

/// <summary>What the connections of pages are made with.</summary>
sealed record DatabaseConnection(string Text);

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Notejam.ServiceDefaults;
using Notejam.ServiceDefaults.LocalPostgres;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace Notejam.Web.Data;

static class Database
{
    public static async Task AddDatabaseAsync(this WebApplicationBuilder builder)
    {
        var connection = builder.Configuration.GetConnectionString("notejam") is { Length: > 0 } given ? given : await StartPrivateServerAsync(builder);
        builder.Services.AddSingleton(_ => new NpgsqlDataSourceBuilder(Tune(connection)) { Name = "notejam" }.Build());
        builder.Services.AddDbContext<NotejamDb>((services, options) => options
            .UseNpgsql(services.GetRequiredService<NpgsqlDataSource>(), npgsql => npgsql.ExecutionStrategy(d => new QuickRetry(d)))
            .UseSnakeCaseNamingConvention());
        builder.Services.AddHealthChecks()
            .AddCheck<SchemaCheck>("schema")
            .AddCheck<ReachabilityCheck>("database");
        builder.Services.AddSingleton<SchemaCheck>();
    }

    /// <summary>Defaults for what the given connection string leaves open; the reasons are measured in docs/decisions/003.</summary>
    internal static string Tune(string connection)
    {
        NpgsqlConnectionStringBuilder tuned;
        try
        {
            tuned = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (ArgumentException wrong)
        {
            throw new ConfigurationException($"ConnectionStrings__notejam is not a PostgreSQL connection string: {wrong.Message}");
        }
        Default("Timeout", 1);
        Default("Command Timeout", 2);
        Default("Maximum Pool Size", 20);
        Default("Max Auto Prepare", 50);
        Default("Auto Prepare Min Usages", 2);
        Default("No Reset On Close", true);
        return tuned.ConnectionString;

        void Default(string key, object value)
        {
            if (!tuned.ShouldSerialize(key)) tuned[key] = value;
        }
    }

    static async Task<string> StartPrivateServerAsync(WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
            throw new ConfigurationException($"ConnectionStrings__notejam is not set. The environment is {builder.Environment.EnvironmentName}; a private PostgreSQL server is only started in Development. Set ConnectionStrings__notejam=\"Host=...;Database=notejam;Username=...;Password=...\".");
        var server = await LocalPostgresServer.StartAsync(Path.Combine(DataFolder.Path(builder.Configuration), "postgres"));
        await server.EnsureDatabaseAsync("notejam");
        builder.Services.AddSingleton(server);
        builder.Services.AddHostedService<PrivateServer>();
        return server.ConnectionString("notejam");
    }

    /// <summary>Registered before the web server, so stopped after it.</summary>
    sealed class PrivateServer(LocalPostgresServer server, ILogger<PrivateServer> log) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            log.LogInformation("The notes are in a private PostgreSQL {Major} in {Folder}, port {Port}", server.Major, server.Folder, server.Port);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => server.DisposeAsync().AsTask();
    }

    /// <summary>Two quick tries over a failed-over connection, but none after a time-out: the person waits at most five seconds.</summary>
    sealed class QuickRetry(ExecutionStrategyDependencies dependencies)
        : NpgsqlRetryingExecutionStrategy(dependencies, maxRetryCount: 2, maxRetryDelay: TimeSpan.FromMilliseconds(300), errorCodesToAdd: null)
    {
        protected override bool ShouldRetryOn(Exception? exception) => exception?.InnerException is not TimeoutException && base.ShouldRetryOn(exception);
    }
}

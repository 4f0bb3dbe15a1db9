using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Notejam.ServiceDefaults.PrivatePostgres;
using Npgsql;

namespace Notejam.AppHost;

/// <summary>The private server of <c>./run.sh</c> as a resource: the same notes, and no container runtime.</summary>
sealed class PrivatePostgres(string name, PrivatePostgresServer server)
    : Resource(name), IResourceWithConnectionString, IResourceWithWaitSupport
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public ReferenceExpression ConnectionStringExpression { get; } =
        ReferenceExpression.Create($"{server.ConnectionString("notejam")}");

    /// <summary>
    /// It runs before it is a resource, so that what is missing is said where the AppHost was started.
    /// </summary>
    public async Task ShowAsync(InitializeResourceEvent made, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString("notejam"));
        await using var started = source.CreateCommand("SELECT pg_postmaster_start_time()");
        var at = (DateTime?)await started.ExecuteScalarAsync(cancel);
        await made.Notifications.PublishUpdateAsync(this, snapshot => snapshot with
        {
            State = KnownResourceStates.Running,
            StartTimeStamp = at,
            Properties = [new("Version", server.Major), new("Folder", server.Folder)],
            Urls = [new("tcp", $"tcp://127.0.0.1:{server.Port}", IsInternal: false)],
        });
        _ = ShowLogAsync(made.Logger, cancel);
    }

    async Task ShowLogAsync(ILogger log, CancellationToken cancel)
    {
        await using var file = new FileStream(server.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(0, SeekOrigin.End);
        using var reader = new StreamReader(file);
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            while (await reader.ReadLineAsync(cancel) is { } line) log.LogInformation("{Line}", line);
        }
    }
}

static class PrivatePostgresExtensions
{
    public static IResourceBuilder<PrivatePostgres> AddPrivatePostgres(
        this IDistributedApplicationBuilder builder, string name, PrivatePostgresServer server)
    {
        builder.Services.AddHealthChecks().AddNpgSql(server.ConnectionString("notejam"), name: name);
        return builder.AddResource(new PrivatePostgres(name, server))
            .ExcludeFromManifest()
            .WithIconName("Database")
            .WithInitialState(new()
            {
                ResourceType = "PostgreSQL",
                State = KnownResourceStates.Starting,
                Properties = [],
            })
            .WithHealthCheck(name)
            .OnInitializeResource((resource, made, cancel) => resource.ShowAsync(made, cancel));
    }
}

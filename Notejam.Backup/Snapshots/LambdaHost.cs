using Microsoft.Extensions.Configuration;
using Notejam.Backup.Snapshots.Lambda;
using Notejam.Backup.Snapshots.Rds;
using Notejam.ServiceDefaults;

namespace Notejam.Backup.Snapshots;

/// <summary>One executable, three functions: Lambda names the one it means in <c>_HANDLER</c>.</summary>
static class LambdaHost
{
    /// <summary>Serves invocations until Lambda ends the process; 1 if it cannot start.</summary>
    /// <param name="api">Host and port of Lambda's runtime API.</param>
    public static async Task<int> RunAsync(string api)
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        using var runtime = new LambdaRuntime(api, TimeProvider.System, Console.Error);
        return await runtime.RunAsync(() => Create(environment, TimeProvider.System, Console.Out));
    }

    /// <exception cref="ConfigurationException">A variable is missing or wrong.</exception>
    public static LambdaHandler Create(IConfiguration environment, TimeProvider time, TextWriter log)
    {
        var settings = environment.ReadSettings<SnapshotSettings>("Snapshots");
        var region = environment["AWS_REGION"] is { Length: > 0 } given
            ? given
            : throw new ConfigurationException(
                "AWS_REGION is not set. Lambda sets it; elsewhere name the Region of the database.");
        var rds = new RdsClient(new RdsConfig(region));
        return environment["_HANDLER"] switch
        {
            "snapshot" => new SnapshotFunction(settings, rds, log).HandleAsync,
            "export" => new ExportFunction(settings, rds, log).HandleAsync,
            "reconcile" => new ReconcileFunction(settings, rds, time, log).HandleAsync,
            var other => throw new ConfigurationException(
                $"_HANDLER={other} is not a function. " +
                "Set the Lambda function's handler to snapshot, export or reconcile."),
        };
    }
}

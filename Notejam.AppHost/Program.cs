using Microsoft.Extensions.Hosting;
using Notejam.AppHost;
using Notejam.ServiceDefaults;
using Notejam.ServiceDefaults.PrivatePostgres;

// What Notejam consists of. `dotnet run --project Notejam.AppHost` runs it on this machine, with `-- --containers` on
// PostgreSQL 17 in a container; manifests/base is made from it.
const string InContainers = "--containers";
return await StopSignal.RunAsync(async stop =>
{
    var builder = DistributedApplication.CreateBuilder([.. args.Where(argument => argument != InContainers)]);
    var runsHere = builder.ExecutionContext.IsRunMode && !args.Contains(InContainers);
    await using var server = runsHere
        ? await DevelopmentDatabase.StartAsync(builder.Configuration, Environments.Development, ["notejam"], stop)
        : null;
    var database = builder.AddNotejamDatabase(server);

    var migrations = builder.AddService<Projects.Notejam_Web>("migrations")
        .WithArgs("migrate")
        .WithReference(database, "notejam").WaitFor(database);

    var web = builder.AddService<Projects.Notejam_Web>("web")
        .WithPublicEndpoint()
        .WithManagementEndpoint()
        .WithReference(database, "notejam")
        .WaitForCompletion(migrations);

    var backup = builder.AddService<Projects.Notejam_Backup>("backup")
        .WithArgs("worker")
        .WithManagementEndpoint()
        .WithReference(database, "notejam")
        .WaitForCompletion(migrations);

    if (runsHere) builder.AddPrometheus(web, backup);
    else if (builder.ExecutionContext.IsRunMode) builder.AddPrometheusContainer(web, backup);

    await builder.Build().RunAsync(stop);
    return 0;
});

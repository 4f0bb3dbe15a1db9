using Notejam.AppHost;

// What Notejam consists of. `dotnet run --project Notejam.AppHost` runs it on this machine; manifests/base is made from it.
var builder = DistributedApplication.CreateBuilder(args);

var database = builder.AddNotejamDatabase();

var migrations = builder.AddService<Projects.Notejam_Web>("migrations")
    .WithArgs("migrate")
    .WithReference(database).WaitFor(database);

var web = builder.AddService<Projects.Notejam_Web>("web")
    .WithHttpEndpoint(name: "http")
    .WithExternalHttpEndpoints()
    .WithManagementEndpoint()
    .WithReference(database)
    .WaitForCompletion(migrations);

var backup = builder.AddService<Projects.Notejam_Backup>("backup")
    .WithArgs("worker")
    .WithManagementEndpoint()
    .WithReference(database)
    .WaitForCompletion(migrations);

if (builder.ExecutionContext.IsRunMode) builder.AddPrometheus(web, backup);

builder.Build().Run();

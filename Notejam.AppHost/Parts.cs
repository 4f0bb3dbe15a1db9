using Microsoft.Extensions.Hosting;

namespace Notejam.AppHost;

/// <summary>What the parts have in common, and what differs between a developer's machine and the manifests.</summary>
static class Parts
{
    /// <summary>The clusters use RDS, so no PostgreSQL may land in the manifests.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddNotejamDatabase(this IDistributedApplicationBuilder builder) =>
        builder.ExecutionContext.IsPublishMode
            ? builder.AddConnectionString("notejam")
            : builder.AddPostgres("postgres").WithImageTag("17").WithDataVolume("notejam-postgres").WithPgWeb().AddDatabase("notejam");

    /// <summary>Forwarded headers are believed from the networks of Site__Proxies; Aspire would have everybody's believed.</summary>
    public static IResourceBuilder<ProjectResource> AddService<T>(this IDistributedApplicationBuilder builder, string name) where T : IProjectMetadata, new()
    {
        var service = builder.AddProject<T>(name, options => options.ExcludeLaunchProfile = true)
            .DisableForwardedHeaders()
            // Host, port and password each by itself too would put the password into a ConfigMap.
            .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString);
        return builder.ExecutionContext.IsPublishMode ? service : service.WithEnvironment("ASPNETCORE_ENVIRONMENT", Environments.Development);
    }

    /// <summary>Probes and metrics, on 8081 in a pod and on any port on a machine where several services run.</summary>
    public static IResourceBuilder<ProjectResource> WithManagementEndpoint(this IResourceBuilder<ProjectResource> service) => service
        .WithHttpEndpoint(name: "management", targetPort: service.ApplicationBuilder.ExecutionContext.IsPublishMode ? 8081 : null, env: "Management__Port")
        .WithEndpointsInEnvironment(endpoint => endpoint.Name != "management")
        .WithHttpHealthCheck("/health", endpointName: "management");

    /// <summary>With our rules. Its configuration knows no variables, so the addresses are put into it when it starts.</summary>
    public static void AddPrometheus(this IDistributedApplicationBuilder builder, params IResourceBuilder<ProjectResource>[] services)
    {
        var prometheus = builder.AddContainer("prometheus", "prom/prometheus", "v3.5.0")
            .WithBindMount("../manifests/monitoring", "/notejam", isReadOnly: true)
            .WithHttpEndpoint(targetPort: 9090, name: "http")
            .WithEntrypoint("/bin/sh")
            .WithArgs("-c", """
                { sed '/^scrape_configs/q; s|rules/|/notejam/rules/|' /notejam/laptop.yml
                  for target in $TARGETS; do echo "  - {job_name: ${target%=*}, static_configs: [{targets: ['${target#*=}']}]}"; done; } >/tmp/prometheus.yml
                exec prometheus --config.file=/tmp/prometheus.yml --storage.tsdb.path=/prometheus
                """);
        prometheus.WithEnvironment(context =>
        {
            var targets = new ReferenceExpressionBuilder();
            foreach (var service in services) targets.Append($"{service.Resource.Name}={service.GetEndpoint("management").Property(EndpointProperty.HostAndPort)} ");
            context.EnvironmentVariables["TARGETS"] = targets.Build();
        });
    }
}

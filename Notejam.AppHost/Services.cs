using Microsoft.Extensions.Hosting;
using Notejam.ServiceDefaults;

namespace Notejam.AppHost;

/// <summary>What Notejam's own programs have in common, here and in the manifests.</summary>
static class Services
{
    /// <summary>
    /// Forwarded headers are believed from the networks of Site__Proxies; Aspire would have everybody's believed.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddService<T>(
        this IDistributedApplicationBuilder builder, string name)
        where T : IProjectMetadata, new()
    {
        var service = builder.AddProject<T>(name, options => options.ExcludeLaunchProfile = true)
            .DisableForwardedHeaders()
            // Host, port and password each by itself too would put the password into a ConfigMap.
            .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString);
        return builder.ExecutionContext.IsPublishMode
            ? service
            : service
                .WithEnvironment("ASPNETCORE_ENVIRONMENT", Environments.Development)
                .WithEnvironment("NOTEJAM_DATA", DataFolder.Path(builder.Configuration));
    }

    /// <summary>On a developer's machine links, also those in mail, lead to the address in the dashboard.</summary>
    public static IResourceBuilder<ProjectResource> WithPublicEndpoint(this IResourceBuilder<ProjectResource> service)
    {
        if (service.ApplicationBuilder.ExecutionContext.IsPublishMode)
            return service.WithHttpEndpoint(name: "http").WithExternalHttpEndpoints();
        return service
            .WithHttpEndpoint(name: "http", port: 5000)
            .WithExternalHttpEndpoints()
            .WithEnvironment("Site__PublicUrl", service.GetEndpoint("http"));
    }

    /// <summary>Probes and metrics, on 8081 in a pod and on any port on a machine where several services run.</summary>
    public static IResourceBuilder<ProjectResource> WithManagementEndpoint(
        this IResourceBuilder<ProjectResource> service)
    {
        var port = service.ApplicationBuilder.ExecutionContext.IsPublishMode ? 8081 : (int?)null;
        return service
            .WithHttpEndpoint(name: "management", targetPort: port, env: "Management__Port")
            .WithEndpointsInEnvironment(endpoint => endpoint.Name != "management")
            .WithHttpHealthCheck("/health", endpointName: "management");
    }
}

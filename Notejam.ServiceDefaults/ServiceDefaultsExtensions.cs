using Microsoft.AspNetCore.Builder;
using Notejam.ServiceDefaults.Health;
using Notejam.ServiceDefaults.Telemetry;

namespace Notejam.ServiceDefaults;

/// <summary>What every service of Notejam has, by the names that Aspire's templates gave it.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>
    /// The management port with its health checks, the graceful drain, metrics, traces and logs. Configuration is
    /// complete before, and what else is set up comes after.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="service">The resource's service.name; <c>OTEL_SERVICE_NAME</c> overrides it.</param>
    /// <param name="meter">The meter of the service's own instruments.</param>
    /// <param name="alone">The program serves nothing but probes and metrics, such as a worker.</param>
    /// <exception cref="ConfigurationException">
    /// An address, the port or a variable of OpenTelemetry is wrong.
    /// </exception>
    public static void AddServiceDefaults(
        this WebApplicationBuilder builder, string service, string meter, bool alone = false)
    {
        Settings.RefuseUnknownVariables();
        builder.AddManagementPort(alone);
        builder.AddTelemetry(service, meter);
    }

    /// <summary>
    /// <c>/alive</c>, <c>/health</c> and <c>/metrics</c> on the management port; on the public one, a line in the log
    /// for each request. It comes before all other middleware.
    /// </summary>
    /// <param name="app">The application.</param>
    public static void MapDefaultEndpoints(this WebApplication app)
    {
        app.UseManagementPort();
        app.UseRequestLog();
    }
}

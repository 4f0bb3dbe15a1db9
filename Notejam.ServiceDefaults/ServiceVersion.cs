using System.Reflection;
using Microsoft.AspNetCore.Builder;

namespace Notejam.ServiceDefaults;

/// <summary>Which build runs: the same answer for a trace, a metric and whoever verifies a deployment.</summary>
public static class ServiceVersion
{
    /// <summary>The version with the commit behind a plus sign, as the SDK writes it into every assembly.</summary>
    /// <param name="application">The name of the service's own assembly.</param>
    public static string Of(string application) =>
        Assembly.Load(application).GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Answers <c>/version</c> for everybody, in plain text.</summary>
    /// <param name="app">The application.</param>
    public static void MapVersion(this WebApplication app)
    {
        var version = $"{Of(app.Environment.ApplicationName)}\n";
        app.MapGetAndHead("/version", () => version).AllowAnonymous();
    }
}

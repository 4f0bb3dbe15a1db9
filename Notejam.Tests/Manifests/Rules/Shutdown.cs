using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Notejam.ServiceDefaults.Health;
using Notejam.Web.Http;

namespace Notejam.Tests.Manifests.Rules;

/// <param name="Drain">Seconds in which it serves on after SIGTERM.</param>
/// <param name="LongestRequest">Seconds until a request is ended.</param>
/// <param name="Timeout">Seconds until it stops waiting for requests, with the drain.</param>
sealed record Shutdown(int Drain, int LongestRequest, int Timeout)
{
    /// <summary>Asked of the application itself.</summary>
    public static Shutdown OfWeb()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.AddManagementPort();
        builder.AddHttpPipeline();
        using var services = builder.Services.BuildServiceProvider();
        var requests = services.GetRequiredService<IOptions<RequestTimeoutOptions>>().Value;
        var host = services.GetRequiredService<IOptions<HostOptions>>().Value;
        return new(
            (int)Lifecycle.DrainTime.TotalSeconds,
            (int)requests.DefaultPolicy!.Timeout!.Value.TotalSeconds,
            (int)host.ShutdownTimeout.TotalSeconds);
    }
}

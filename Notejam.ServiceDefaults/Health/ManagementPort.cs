using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Notejam.ServiceDefaults.Health;

/// <summary>
/// Probes and metrics on a port of their own, told apart by the socket and not by the Host header, which a client can
/// forge.
/// </summary>
public static class ManagementPort
{
    /// <summary>The process answers, whatever its database does: no check is asked.</summary>
    static readonly HealthCheckOptions Alive = new()
    {
        Predicate = _ => false,
        ResponseWriter = (context, _) => context.Response.WriteAsync("alive\n", context.RequestAborted),
    };

    static readonly HealthCheckOptions Health = new() { ResponseWriter = WriteChecksAsync };

    /// <summary>
    /// Adds the management address to the configured ones, on the same interface as the first: loopback on a laptop,
    /// all in a container. It edits the URLs because a Kestrel endpoint set in code would silence them. Also the
    /// graceful drain.
    /// </summary>
    /// <param name="builder">The application; its URLs must already be configured.</param>
    /// <param name="alone">The program serves nothing else, such as a worker.</param>
    /// <exception cref="ConfigurationException">An address or the port is wrong.</exception>
    public static void AddManagementPort(this WebApplicationBuilder builder, bool alone = false)
    {
        var settings = builder.Configuration.ReadSettings<ManagementSettings>("Management");
        var urls = PublicUrls.Read(builder.Configuration);
        if (!alone && urls.Any(u => u.Port == settings.Port))
            throw new ConfigurationException(
                $"Management__Port={settings.Port} is also a port of ASPNETCORE_URLS. " +
                "Give the probes one of their own.");
        var own = $"http://{urls[0].Host}:{settings.Port}";
        builder.WebHost.UseUrls(alone ? [own] : [.. urls.Select(u => u.ToString()), own]);

        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Lifecycle>();
        builder.Services.AddSingleton<IHostedService>(services => services.GetRequiredService<Lifecycle>());
        builder.Services.AddHealthChecks().AddCheck<Lifecycle>("lifecycle");
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(25));
    }

    /// <summary>
    /// Answers <c>/alive</c>, <c>/health</c> and <c>/metrics</c> on the management port and nothing else there; on the
    /// public port, closes connections while draining. Put it first.
    /// </summary>
    /// <param name="app">The application.</param>
    public static void UseManagementPort(this WebApplication app)
    {
        var port = app.Services.GetRequiredService<ManagementSettings>().Port;
        var lifecycle = app.Services.GetRequiredService<Lifecycle>();
        app.MapWhen(context => context.Connection.LocalPort == port, management =>
        {
            management.Use(DoNotCount);
            management.UseOpenTelemetryPrometheusScrapingEndpoint();
            management.UseHealthChecks("/alive", Alive);
            management.UseHealthChecks("/health", Health);
        });
        app.Use((context, next) =>
        {
            if (lifecycle.Draining) context.Response.Headers.Connection = "close";
            return next(context);
        });
    }

    /// <summary>Runs until the process is told to stop.</summary>
    /// <param name="app">The application.</param>
    /// <param name="stop">Tells it to.</param>
    /// <exception cref="OperationCanceledException">It was told to before it had started.</exception>
    /// <exception cref="ConfigurationException">A port is taken, or an address is not this machine's.</exception>
    public static async Task RunOnFreePortsAsync(this WebApplication app, CancellationToken stop)
    {
        var other = PublicUrls.Read(app.Configuration).Count > 1
            ? "other ports with ASPNETCORE_URLS=http://127.0.0.1:5001 and Management__Port=8082"
            : "another port with Management__Port=8082";
        try
        {
            await HostingAbstractionsHostExtensions.RunAsync(app, stop);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            throw new ConfigurationException($"{taken.Message.TrimEnd('.')}. Choose {other}, or end that program.");
        }
        catch (SocketException refused)
        {
            throw new ConfigurationException(
                $"ASPNETCORE_URLS={string.Join(';', PublicUrls.Read(app.Configuration))}: {refused.Message}.");
        }
    }

    /// <summary>Probes and scrapes are not what people ask for.</summary>
    static Task DoNotCount(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics) metrics.MetricsDisabled = true;
        return next(context);
    }

    static async Task WriteChecksAsync(HttpContext context, HealthReport report) =>
        await context.Response.WriteAsJsonAsync(new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(e => e.Key, e => e.Value.Description ?? e.Value.Status.ToString()),
        }, context.RequestAborted);
}

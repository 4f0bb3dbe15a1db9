using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Notejam.ServiceDefaults.Health;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Notejam.ServiceDefaults.Telemetry;

/// <summary>
/// Metrics, traces and logs, the same for every service. Metrics are always kept, to be scraped at the management port.
/// </summary>
static class TelemetrySetup
{
    /// <summary>
    /// Sets telemetry up: metrics; JSON lines on the console outside Development; and where
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, all three signals are also sent there. The variables of the
    /// OpenTelemetry specification apply
    /// (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).
    /// </summary>
    /// <param name="builder">The application; the management port must already be added.</param>
    /// <param name="service">The resource's service.name; <c>OTEL_SERVICE_NAME</c> overrides it.</param>
    /// <param name="meter">
    /// The name of the service's own meter, which makes its instruments: a <c>Meter</c> of the services.
    /// </param>
    /// <exception cref="ConfigurationException">A variable of the exporter is wrong.</exception>
    public static void AddTelemetry(this WebApplicationBuilder builder, string service, string meter)
    {
        var sends = OtlpSettings.AreSet(builder.Configuration);
        builder.AddJsonLines();
        RedactedLogs.Add(builder.Services);
        builder.Services.AddSingleton(services => services.GetRequiredService<IMeterFactory>().Create(meter));
        builder.Services.AddInstruments<HealthMetrics>();
        builder.Services.AddSingleton<IHealthCheckPublisher>(services => services.GetRequiredService<HealthMetrics>());
        builder.Services.Configure<HealthCheckPublisherOptions>(publish => publish.Period = HealthMetrics.Period);

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, service, builder.Environment.ApplicationName))
            .WithMetrics(metrics => metrics
                .AddMeter([.. Meters.Framework, HealthMetrics.Meter, meter])
                .AddNotejamViews()
                // Two Prometheus servers each see the current values, and a test what it has just done.
                .AddPrometheusExporter(prometheus => prometheus.ScrapeResponseCacheDurationMilliseconds = 0));
        builder.Services.AddSingleton<DistributedContextPropagator>(new RootTracePropagator());
        if (!sends) return;
        // The library's default would take a client's trace id, which ours does not.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        telemetry
            .WithTracing(traces => Trace(traces, builder))
            .WithLogging(null, logs => logs.IncludeFormattedMessage = true)
            .UseOtlpExporter();
    }

    /// <summary>The environment has the last word: Aspire and operators name services there.</summary>
    static void Describe(ResourceBuilder resource, string service, string application) => resource
        .AddService(
            service,
            serviceVersion: ServiceVersion.Of(application),
            autoGenerateServiceInstanceId: false,
            serviceInstanceId: Environment.MachineName)
        .AddEnvironmentVariableDetector();

    static void Trace(TracerProviderBuilder traces, WebApplicationBuilder builder)
    {
        var management = builder.Configuration.ReadSettings<ManagementSettings>("Management").Port;
        traces.AddProcessor(new RedactedSpans()).AddSource("System.Net.Http").AddAspNetCoreInstrumentation(spans =>
        {
            spans.Filter = context => context.Connection.LocalPort != management;
            // The request is the span; what renders it would be a trace of its own.
            spans.EnableRazorComponentsSupport = false;
            spans.EnrichWithHttpRequest = (span, _) => WithoutClientsWords(span);
        });
    }

    /// <summary>
    /// Links for forgotten passwords carry their secret in the path, and a client may write anything into the rest. The
    /// route says all that is needed.
    /// </summary>
    static void WithoutClientsWords(Activity span)
    {
        string[] words =
        [
            "url.path", "url.query", "user_agent.original", "http.request.method_original",
            "server.address", "server.port",
        ];
        foreach (var word in words) span.SetTag(word, null);
    }
}

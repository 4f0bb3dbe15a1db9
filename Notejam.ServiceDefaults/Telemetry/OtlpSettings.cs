using Microsoft.Extensions.Configuration;

namespace Notejam.ServiceDefaults.Telemetry;

/// <summary>What OpenTelemetry itself reads, and would ignore without a word when it is wrong.</summary>
static class OtlpSettings
{
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT", Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <exception cref="ConfigurationException">A value is wrong.</exception>
    public static bool AreSet(IConfiguration configuration)
    {
        var (endpoint, protocol) = (configuration[Endpoint], configuration[Protocol]);
        if (protocol is not (null or "" or "grpc" or "http/protobuf"))
            throw new ConfigurationException($"{Protocol}={protocol} is not a protocol. Known are grpc, which is the default, and http/protobuf.");
        if (string.IsNullOrEmpty(endpoint)) return false;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new ConfigurationException($"{Endpoint}={endpoint} is not an address. Write the collector's, such as http://127.0.0.1:4317.");
        return true;
    }
}

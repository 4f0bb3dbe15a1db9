using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Notejam.ServiceDefaults.Telemetry;

/// <summary>
/// What OpenTelemetry itself reads, and would ignore without a word, or break on, when it is wrong. Values may hold
/// secrets.
/// </summary>
public static class OtlpSettings
{
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    const string Timeout = "OTEL_EXPORTER_OTLP_TIMEOUT";
    const string Headers = "OTEL_EXPORTER_OTLP_HEADERS";

    /// <summary>Whether telemetry is sent anywhere.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <exception cref="ConfigurationException">A value is wrong.</exception>
    public static bool AreSet(IConfiguration configuration)
    {
        Check(Protocol, p => p is "grpc" or "http/protobuf", "must be grpc, which is the default, or http/protobuf");
        Check(Timeout, IsNumber, "must be a number of milliseconds");
        Check(Headers, ArePairs, "must be pairs such as name=value,name=value");
        return Check(Endpoint, IsAddress, "must be the collector's address, such as http://127.0.0.1:4317");

        bool Check(string name, Predicate<string> isRight, string rule)
        {
            if (configuration[name] is not { Length: > 0 } value) return false;
            return isRight(value) ? true : throw new ConfigurationException($"{name} {rule}.");
        }
    }

    static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    static bool ArePairs(string text) =>
        text.Split(',').All(pair => pair.IndexOf('=', StringComparison.Ordinal) > 0);

    static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
}

using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Notejam.ServiceDefaults.Telemetry;

/// <summary>
/// One log entry is one line of JSON with its trace id. The framework's own JSON has the trace id only among the
/// scopes, where the path of the request also is, which can be a secret (a link for a forgotten password).
/// </summary>
[ProviderAlias("Console")]
sealed class JsonLines(TimeProvider time, LineOutput output) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new JsonLogger(categoryName, time, output);

    public void Dispose() => output.Dispose();
}

sealed class JsonLogger(string category, TimeProvider time, LineOutput output) : ILogger
{
    /// <summary>The template, and the names that are ours.</summary>
    static readonly string[] Taken =
        ["{OriginalFormat}", "time", "level", "category", "message", "trace_id", "span_id", "exception"];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            var now = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            json.WriteString("time", now);
            json.WriteString("level", level.ToString().ToLowerInvariant());
            json.WriteString("category", category);
            json.WriteString("message", formatter(state, exception));
            if (Activity.Current is { } activity)
            {
                json.WriteString("trace_id", activity.TraceId.ToHexString());
                json.WriteString("span_id", activity.SpanId.ToHexString());
            }
            WriteValues(json, state);
            if (exception is not null) json.WriteString("exception", exception.ToString());
            json.WriteEndObject();
        }
        line.Write("\n"u8);
        output.Write(line.WrittenSpan);
        // It may be the last.
        if (level >= LogLevel.Error) output.Flush();
    }

    /// <summary>The values of the message's placeholders, under their own names.</summary>
    static void WriteValues<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values) return;
        foreach (var (name, value) in values.Where(v => !Taken.Contains(v.Key)).DistinctBy(v => v.Key))
        {
            if (value is int or long) json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
            else if (value is double number && double.IsFinite(number)) json.WriteNumber(name, number);
            else json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }
    }
}

static class JsonLinesSetup
{
    /// <summary>In Development a person reads the console; elsewhere a machine does.</summary>
    public static void AddJsonLines(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment()) return;
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerProvider>(services => new JsonLines(
            services.GetRequiredService<TimeProvider>(),
            new LineOutput(Console.OpenStandardOutput())));
    }
}

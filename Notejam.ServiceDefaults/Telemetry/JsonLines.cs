using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Notejam.ServiceDefaults.Telemetry;

/// <summary>
/// One log entry is one line of JSON with its trace id. The framework's own JSON has the trace id only among the
/// scopes, where the path of the request also is, which can be a secret (a link for a forgotten password).
/// </summary>
sealed class JsonLines(TimeProvider time) : ConsoleFormatter(Format)
{
    public const string Format = "json-lines";

    /// <summary>The template, and the names that are ours.</summary>
    static readonly string[] Taken =
        ["{OriginalFormat}", "time", "level", "category", "message", "trace_id", "span_id", "exception"];

    public override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            var now = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            json.WriteString("time", now);
            json.WriteString("level", logEntry.LogLevel.ToString().ToLowerInvariant());
            json.WriteString("category", logEntry.Category);
            json.WriteString("message", logEntry.Formatter(logEntry.State, logEntry.Exception));
            if (Activity.Current is { } activity)
            {
                json.WriteString("trace_id", activity.TraceId.ToHexString());
                json.WriteString("span_id", activity.SpanId.ToHexString());
            }
            WriteValues(json, logEntry.State);
            if (logEntry.Exception is { } exception) json.WriteString("exception", exception.ToString());
            json.WriteEndObject();
        }
        textWriter.WriteLine(Encoding.UTF8.GetString(line.WrittenSpan));
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
        builder.Logging
            .AddConsole(console => console.FormatterName = JsonLines.Format)
            .AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>();
    }
}

using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Notejam.ServiceDefaults.Telemetry;

namespace Notejam.Tests.Telemetry;

public sealed class JsonLinesTests
{
    [Fact]
    public void An_entry_is_one_line_with_time_level_category_message_and_the_names_of_its_values()
    {
        var line = Write(l => l.LogWarning("{Count} of {Name}", 3, "b"));
        Assert.Equal(("warning", "Category", "3 of b", "b"), (Text("level"), Text("category"), Text("message"), Text("Name")));
        Assert.Equal(3, line.GetProperty("Count").GetInt32());
        Assert.True(line.GetProperty("time").TryGetDateTimeOffset(out _));
        Assert.False(line.TryGetProperty("trace_id", out _));

        string Text(string name) => line.GetProperty(name).GetString()!;
    }

    [Fact]
    public void Within_a_trace_it_has_its_id()
    {
        using var activity = new Activity("request").Start();
        Assert.Equal(activity.TraceId.ToHexString(), Write(l => l.LogInformation("here")).GetProperty("trace_id").GetString());
    }

    [Fact]
    public void Line_ends_do_not_end_the_line() =>
        Assert.Equal("a\r\n{\"level\":\"critical\"}\u2028b", Write(l => l.LogInformation("{Typed}", "a\r\n{\"level\":\"critical\"}\u2028b")).GetProperty("message").GetString());

    [Fact]
    public void An_exception_is_told_whole()
    {
        var line = Write(l => l.LogError(new InvalidOperationException("outer", new TimeoutException("inner")), "failed"));
        Assert.Contains("outer", line.GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.Contains("inner", line.GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    static JsonElement Write(Action<ILogger> log)
    {
        var logger = new Logger();
        log(logger);
        return JsonDocument.Parse(Assert.Single(logger.Text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
    }

    /// <summary>As the console provider calls a formatter.</summary>
    sealed class Logger : ILogger
    {
        public StringWriter Text { get; } = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            new JsonLines(TimeProvider.System).Write(new LogEntry<TState>(logLevel, "Category", eventId, state, exception, formatter), null, Text);
    }
}

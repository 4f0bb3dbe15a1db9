using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Notejam.ServiceDefaults.Telemetry;

namespace Notejam.Tests.Telemetry;

public sealed class JsonLinesTests
{
    [Fact]
    public void An_entry_is_one_line_with_time_level_category_message_and_the_names_of_its_values()
    {
        var line = Write(l => l.LogWarning("{Count} of {Name}", 3, "b"));
        Assert.Equal("warning", Text("level"));
        Assert.Equal("Category", Text("category"));
        Assert.Equal("3 of b", Text("message"));
        Assert.Equal("b", Text("Name"));
        Assert.Equal(3, line.GetProperty("Count").GetInt32());
        Assert.True(line.GetProperty("time").TryGetDateTimeOffset(out _));
        Assert.False(line.TryGetProperty("trace_id", out _));

        string Text(string name) => line.GetProperty(name).GetString()!;
    }

    [Fact]
    public void Within_a_trace_it_has_its_id()
    {
        using var activity = new Activity("request").Start();
        var line = Write(l => l.LogInformation("here"));
        Assert.Equal(activity.TraceId.ToHexString(), line.GetProperty("trace_id").GetString());
    }

    [Fact]
    public void Line_ends_do_not_end_the_line()
    {
        const string Typed = "a\r\n{\"level\":\"critical\"}\u2028b";
        var line = Write(l => l.LogInformation("{Typed}", Typed));
        Assert.Equal(Typed, line.GetProperty("message").GetString());
    }

    [Fact]
    public void An_exception_is_told_whole()
    {
        var error = new InvalidOperationException("outer", new TimeoutException("inner"));
        var line = Write(l => l.LogError(error, "failed"));
        Assert.Contains("outer", line.GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.Contains("inner", line.GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    static JsonElement Write(Action<ILogger> log)
    {
        using var written = new MemoryStream();
        using (var lines = new JsonLines(TimeProvider.System, new LineOutput(written)))
        {
            log(lines.CreateLogger("Category"));
        }
        var text = Encoding.UTF8.GetString(written.ToArray());
        return JsonDocument.Parse(Assert.Single(text.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;

namespace Notejam.Backup.Snapshots;

static class JsonLog
{
    /// <summary>For people who read logs: the default would write ' as \u0027.</summary>
    static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Logs what a function did as one line of JSON, which is also its answer to the caller.</summary>
    public static string WriteJson(this TextWriter log, object outcome)
    {
        var line = JsonSerializer.Serialize(outcome, Readable);
        log.WriteLine(line);
        return line;
    }
}

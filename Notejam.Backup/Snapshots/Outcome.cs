using System.Text.Json;

namespace Notejam.Backup.Snapshots;

static class Outcome
{
    /// <summary>Logs what a function did as one line of JSON, which is also its answer to the caller.</summary>
    public static string WriteJson(this TextWriter log, object outcome)
    {
        var line = JsonSerializer.Serialize(outcome);
        log.WriteLine(line);
        return line;
    }
}

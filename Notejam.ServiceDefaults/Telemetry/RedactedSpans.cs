using System.Diagnostics;
using OpenTelemetry;

namespace Notejam.ServiceDefaults.Telemetry;

/// <summary>The same net under spans: Npgsql writes into them what PostgreSQL says.</summary>
sealed class RedactedSpans : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.StatusDescription is { } said) data.SetStatus(data.Status, AddressRedactor.Redact(said));
        foreach (var (name, value) in data.Tags.ToList())
        {
            if (NamesSomebody(value)) data.SetTag(name, AddressRedactor.Redact(value!));
        }
        // What happened within a span cannot be changed any more: then it is not sent.
        if (data.Events.SelectMany(e => e.Tags).Any(t => NamesSomebody(t.Value as string)))
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    /// <summary>Whether somebody's address is in it.</summary>
    static bool NamesSomebody(string? text) => text is not null && AddressRedactor.Redact(text) != text;
}

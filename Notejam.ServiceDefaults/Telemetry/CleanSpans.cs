using System.Diagnostics;
using OpenTelemetry;

namespace Notejam.ServiceDefaults.Telemetry;

/// <summary>The same net under spans: Npgsql writes into them what PostgreSQL says.</summary>
sealed class CleanSpans : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.StatusDescription is { } said) data.SetStatus(data.Status, Addresses.LeaveOut(said));
        foreach (var (name, value) in data.Tags.ToList())
        {
            if (value is not null && Addresses.LeaveOut(value) != value) data.SetTag(name, Addresses.LeaveOut(value));
        }
        // What happened within a span cannot be changed any more: then it is not sent.
        if (data.Events.SelectMany(e => e.Tags).Any(t => t.Value is string text && Addresses.LeaveOut(text) != text))
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}

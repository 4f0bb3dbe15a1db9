using System.Diagnostics;

namespace Notejam.ServiceDefaults.Telemetry;

/// <summary>
/// Every request begins a trace of its own. We stand at the edge: whoever sends a trace id is a client, and one that
/// chooses it could hide, or make the logs of thousands of requests look like one.
/// </summary>
sealed class RootTracePropagator : DistributedContextPropagator
{
    public override IReadOnlyCollection<string> Fields => [];

    public override void ExtractTraceIdAndState(
        object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        traceId = traceState = null;

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(
        object? carrier, PropagatorGetterCallback? getter) =>
        null;

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) { }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Notejam.Backup.Snapshots;

/// <summary>What EventBridge sends at a scheduled time.</summary>
sealed record ScheduledEvent([property: JsonPropertyName("time")] DateTimeOffset Time)
{
    public static ScheduledEvent Read(JsonElement input) => input.Deserialize<ScheduledEvent>(EventJson.Strict)!;
}

/// <summary>What EventBridge passes on from RDS about a snapshot.</summary>
sealed record SnapshotEvent([property: JsonPropertyName("detail")] SnapshotEvent.RdsDetail Detail)
{
    /// <summary>
    /// "Manual snapshot created": it is available. The same category has events for the start, which come too early.
    /// </summary>
    public const string Created = "RDS-EVENT-0042";

    public sealed record RdsDetail(string EventID, string SourceIdentifier);

    public static SnapshotEvent Read(JsonElement input) => input.Deserialize<SnapshotEvent>(EventJson.Strict)!;
}

static class EventJson
{
    /// <summary>An event without what we read of it is an error that names the property.</summary>
    public static readonly JsonSerializerOptions Strict = new()
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };
}

using System.Text.Json.Nodes;

namespace Notejam.Tests.Models;

/// <summary>
/// When S3 deletes what a bucket holds, by the rules of an <c>aws_s3_bucket_lifecycle_configuration</c>: so many days
/// later, rounded up to the next midnight UTC
/// (docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html). It leaves out transitions, dates,
/// filters by tag or size, how many newer versions are kept, and the hours by which S3 may be late.
/// </summary>
sealed class S3Lifecycle(JsonArray rules)
{
    /// <summary>When an object is hidden, in a bucket that keeps versions; null for never.</summary>
    public DateTimeOffset? Hidden(string key, DateTimeOffset written) =>
        Earliest(key, written, rule => Days(rule, "expiration", "days"));

    /// <summary>When a version is gone that nothing but the lifecycle touched.</summary>
    public DateTimeOffset? Gone(string key, DateTimeOffset written) =>
        Hidden(key, written) is { } hidden ? Replaced(key, hidden) : null;

    /// <summary>When a version is gone that was replaced, or hidden, at a moment.</summary>
    public DateTimeOffset? Replaced(string key, DateTimeOffset moment) =>
        Earliest(key, moment, rule => Days(rule, "noncurrent_version_expiration", "noncurrent_days"));

    /// <summary>When the parts of an upload are gone that was never completed.</summary>
    public DateTimeOffset? Aborted(string key, DateTimeOffset begun) =>
        Earliest(key, begun, rule => Days(rule, "abort_incomplete_multipart_upload", "days_after_initiation"));

    /// <summary>Whether the marker goes that hides nothing any more.</summary>
    public bool RemovesMarkers(string key) =>
        Active(key).Any(rule => (bool?)Block(rule, "expiration")?["expired_object_delete_marker"] is true);

    DateTimeOffset? Earliest(string key, DateTimeOffset from, Func<JsonObject, int?> days)
    {
        if (Active(key).Select(days).Where(d => d is > 0).Min() is not { } first) return null;
        return new DateTimeOffset(from.UtcDateTime.Date, TimeSpan.Zero).AddDays(first + 1);
    }

    IEnumerable<JsonObject> Active(string key) => rules
        .Select(r => r!.AsObject())
        .Where(r => (string?)r["status"] == "Enabled")
        .Where(r => key.StartsWith(Prefix(r), StringComparison.Ordinal));

    static string Prefix(JsonObject rule) => (string?)Block(rule, "filter")?["prefix"] ?? "";

    static int? Days(JsonObject rule, string block, string attribute) => (int?)Block(rule, block)?[attribute];

    static JsonNode? Block(JsonObject rule, string name) => rule[name]?.AsArray().FirstOrDefault();
}

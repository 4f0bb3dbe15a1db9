using System.Text.Json.Nodes;

namespace Notejam.Tests.Infrastructure.Rules;

/// <summary>What becomes of what is kept.</summary>
static class StorageRules
{
    /// <summary>What would let somebody shorten the time of backups.</summary>
    static readonly string[] Shortening =
    [
        "s3:DeleteObjectVersion", "s3:PutLifecycleConfiguration", "s3:PutBucketVersioning", "s3:DeleteObject",
    ];

    public static readonly Rule[] All =
    [
        EachBucket("Every bucket is encrypted with a key of ours", "server_side_encryption_configuration", c =>
            Nested(c.Block("rule"), "apply_server_side_encryption_by_default", "sse_algorithm") == "aws:kms"),
        EachBucket("No bucket is public", "public_access_block", c =>
            c.Is("block_public_acls")
            && c.Is("block_public_policy")
            && c.Is("ignore_public_acls")
            && c.Is("restrict_public_buckets")),
        EachBucket("Every bucket keeps versions", "versioning", c =>
            (string?)c.Block("versioning_configuration")?["status"] == "Enabled"),
        EachBucket("Every object is the bucket's owner's", "ownership_controls", c =>
            (string?)c.Block("rule")?["object_ownership"] == "BucketOwnerEnforced"),
        EachBucket("Every bucket has a lifecycle", "lifecycle_configuration", c =>
            c.Values["rule"] is JsonArray { Count: 3 }),
        EachBucket("Every bucket has a policy", "policy", c => c.Has("policy")),
        new("Buckets answer over TLS only", plan => plan.Documents
            .Where(d => d.Address.StartsWith("module.", StringComparison.Ordinal))
            .Where(d => !IsForTlsOnly(d.Statement("OnlyOverTls")))
            .Select(d => d.Address)),
        new("Nobody deletes backups before their time, here or in the copy", plan => plan.Documents
            .Where(d => d.Address.Contains(".keep[", StringComparison.Ordinal))
            .Where(d => !Shortening.All(action => Forbids(d, action)))
            .Select(d => d.Address)),
        Rule.Is("Dumps are written once", plan =>
            plan.Document("write_once").Statement("DumpsAreWrittenOnce") is { } s
            && s is { Allows: false, Actions: ["s3:PutObject"] }
            && s.Resources.Single() == $"{AccessRules.Bucket(plan)}/dumps/*"
            && s.Conditions.Any(c => c is { Test: "Null", Variable: "s3:if-none-match", Values: ["true"] })),
        Rule.Each("Backups are copied to another region, deletions are not", "aws_s3_bucket_replication_configuration",
            r => r.Block("rule") is { } rule
            && (string?)rule["status"] == "Enabled"
            && Nested(rule, "delete_marker_replication", "status") == "Disabled"
            && Nested(rule["source_selection_criteria"]?[0], "sse_kms_encrypted_objects", "status") == "Enabled"),
        Rule.Each("Queues are encrypted", "aws_sqs_queue", q =>
            q.Is("sqs_managed_sse_enabled") || q.Has("kms_master_key_id")),
        Rule.Each("Topics are encrypted with a key that CloudWatch may use", "aws_sns_topic", t =>
            t.Has("kms_master_key_id") && t.Text("kms_master_key_id") != "alias/aws/sns"),
        Rule.Each("Keys are renewed, and not deleted at once", "aws_kms_key", k =>
            k.Is("enable_key_rotation") && k.Number("deletion_window_in_days") >= 30),
        new("An image's tag stays what it is, and every image is scanned", plan => plan.Of("aws_ecr_repository")
            .Where(r => !IsFixedAndScanned(r))
            .Select(r => r.Address)),
    ];

    /// <summary>An attribute of the only entry of a block.</summary>
    static string? Nested(JsonNode? values, string block, string attribute) =>
        (string?)values?[block]?[0]?[attribute];

    static bool IsForTlsOnly(PolicyStatement? statement) =>
        statement is { Allows: false, Principals: ["*"], Actions: ["s3:*"], Resources.Count: 2 }
        && statement.Conditions is [{ Test: "Bool", Variable: "aws:SecureTransport", Values: ["false"] }];

    static bool IsFixedAndScanned(PlannedResource repository) =>
        repository.Text("image_tag_mutability") == "IMMUTABLE"
        && (bool?)repository.Block("image_scanning_configuration")?["scan_on_push"] is true
        && repository.Block("encryption_configuration") is not null;

    /// <summary>A rule about the resource that says something for a bucket; each bucket must have one.</summary>
    static Rule EachBucket(string name, string kind, Func<PlannedResource, bool> holds) => new(name, plan =>
        from bucket in plan.Of("aws_s3_bucket")
        where !plan.Of($"aws_s3_bucket_{kind}").Any(c => c.Text("bucket") == bucket.Text("bucket") && holds(c))
        select bucket.Address);

    static bool Forbids(PolicyDocument document, string action) =>
        document.Statements.Any(s =>
            !s.Allows
            && s.Actions.Contains(action)
            && s.Principals is ["*"]
            && s.Resources.Count > 0
            && s.Conditions is [{ Test: "ArnNotEquals", Variable: "aws:PrincipalArn" }]);
}

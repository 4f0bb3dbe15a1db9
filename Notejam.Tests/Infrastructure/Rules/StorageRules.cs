using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;
using static Notejam.Tests.Infrastructure.Rules.PlanMutations;
using static Notejam.Tests.Infrastructure.Rules.PlanRules;

namespace Notejam.Tests.Infrastructure.Rules;

/// <summary>What becomes of what is kept.</summary>
static class StorageRules
{
    const string Bucket = "module.backups.aws_s3_bucket";

    /// <summary>What would let somebody shorten the time of backups.</summary>
    static readonly string[] Shortening =
    [
        "s3:DeleteObjectVersion", "s3:PutLifecycleConfiguration", "s3:PutBucketVersioning", "s3:DeleteObject",
    ];

    public static readonly Rule<Plan>[] All =
    [
        EachBucket("Every bucket is encrypted with a key of ours", "server_side_encryption_configuration", c =>
            Nested(c.Block("rule"), "apply_server_side_encryption_by_default", "sse_algorithm") == "aws:kms")
            .Noticing(
                Remove("objects are encrypted with AWS's key", $"{Bucket}_server_side_encryption_configuration.this")),
        EachBucket("No bucket is public", "public_access_block", c =>
            c.Is("block_public_acls")
            && c.Is("block_public_policy")
            && c.Is("ignore_public_acls")
            && c.Is("restrict_public_buckets"))
            .Noticing(
                Set("a bucket may become public", $"{Bucket}_public_access_block.this", "restrict_public_buckets",
                    false)),
        EachBucket("Every bucket keeps versions", "versioning", c =>
            (string?)c.Block("versioning_configuration")?["status"] == "Enabled")
            .Noticing(
                Change("versions are not kept", $"{Bucket}_versioning.this",
                    v => v["versioning_configuration"]![0]!["status"] = "Suspended")),
        EachBucket("Every object is the bucket's owner's", "ownership_controls", c =>
            (string?)c.Block("rule")?["object_ownership"] == "BucketOwnerEnforced")
            .Noticing(
                Change("objects are their writer's", "module.trail.aws_s3_bucket_ownership_controls.this",
                    c => c["rule"]![0]!["object_ownership"] = "ObjectWriter")),
        EachBucket("Every bucket has a lifecycle", "lifecycle_configuration", c =>
            c.Values["rule"] is JsonArray { Count: 3 })
            .Noticing(Remove("the copy is kept for ever", "module.replica.aws_s3_bucket_lifecycle_configuration.this")),
        EachBucket("Every bucket has a policy", "policy", c => c.Has("policy"))
            .Noticing(Remove("a bucket has no policy", $"{Bucket}_policy.this")),
        None("Buckets answer over TLS only", plan => plan.Documents
            .Where(d => d.Address.StartsWith("module.", StringComparison.Ordinal))
            .Where(d => !IsForTlsOnly(d.Statement("OnlyOverTls")))
            .Select(d => d.Address))
            .Noticing(
                Change("backups are read without TLS", "module.backups.data.aws_iam_policy_document.this",
                    d => Drop(d["statement"], s => (string?)s["sid"] == "OnlyOverTls"))),
        None("Nobody deletes backups before their time, here or in the copy", plan => plan.Documents
            .Where(d => d.Address.Contains(".keep[", StringComparison.Ordinal))
            .Where(d => !Shortening.All(action => Forbids(d, action)))
            .Select(d => d.Address))
            .Noticing(
                Statement("versions may be deleted", "keep[\"primary\"]", "OnlyTheLifecycleDeletes",
                    s => Drop(s["actions"], a => (string?)a == "s3:DeleteObjectVersion")),
                Statement("the copy's time may be shortened", "keep[\"replica\"]", "OnlyTheLifecycleDeletes",
                    s => Drop(s["actions"], a => (string?)a == "s3:PutLifecycleConfiguration")),
                Statement("what forbids allows", "keep[\"primary\"]", "OnlyExportsHide", s => s["effect"] = "Allow")),
        Is("Dumps are written once", plan =>
            plan.Document("write_once").Statement("DumpsAreWrittenOnce") is { } s
            && s is { Allows: false, Actions: ["s3:PutObject"] }
            && s.Resources.Single() == $"{AccessRules.Bucket(plan)}/dumps/*"
            && s.Conditions.Any(c => c is { Test: "Null", Variable: "s3:if-none-match", Values: ["true"] }))
            .Noticing(
                Statement("dumps are overwritten", "write_once", null,
                    s => DropCondition(s, "s3:if-none-match"))),
        Each("Backups are copied to another region, deletions are not", "aws_s3_bucket_replication_configuration",
            r => r.Block("rule") is { } rule
            && (string?)rule["status"] == "Enabled"
            && Nested(rule, "delete_marker_replication", "status") == "Disabled"
            && Nested(rule["source_selection_criteria"]?[0], "sse_kms_encrypted_objects", "status") == "Enabled")
            .Noticing(
                Change("nothing is copied", "aws_s3_bucket_replication_configuration.backups",
                    r => r["rule"]![0]!["status"] = "Disabled"),
                Change("deletions are copied", "aws_s3_bucket_replication_configuration.backups",
                    r => r["rule"]![0]!["delete_marker_replication"]![0]!["status"] = "Enabled")),
        Each("Queues are encrypted", "aws_sqs_queue", q =>
            q.Is("sqs_managed_sse_enabled") || q.Has("kms_master_key_id"))
            .Noticing(
                Set("a queue is readable", "aws_sqs_queue.dead_letters[\"rules\"]", "sqs_managed_sse_enabled", false)),
        Each("Topics are encrypted with a key that CloudWatch may use", "aws_sns_topic", t =>
            t.Has("kms_master_key_id") && t.Text("kms_master_key_id") != "alias/aws/sns")
            .Noticing(Set("alarms stay silent", "aws_sns_topic.alarms", "kms_master_key_id", "alias/aws/sns")),
        Each("Keys are renewed, and not deleted at once", "aws_kms_key", k =>
            k.Is("enable_key_rotation") && k.Number("deletion_window_in_days") >= 30)
            .Noticing(
                Set("a key stays as it is", "aws_kms_key.this[\"backups\"]", "enable_key_rotation", false),
                Set("a key is gone in a week", "aws_kms_key.replica", "deletion_window_in_days", 7)),
        None("An image's tag stays what it is, and every image is scanned", plan => plan.Of("aws_ecr_repository")
            .Where(r => !IsFixedAndScanned(r))
            .Select(r => r.Address))
            .Noticing(
                Set("a tag moves", "aws_ecr_repository.this[\"web\"]", "image_tag_mutability", "MUTABLE"),
                Change("images are not scanned", "aws_ecr_repository.this[\"web\"]",
                    r => r["image_scanning_configuration"]![0]!["scan_on_push"] = false)),
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
    static Rule<Plan> EachBucket(string name, string kind, Func<PlannedResource, bool> holds) => new(name, plan =>
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

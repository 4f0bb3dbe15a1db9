using System.Text.Json.Nodes;
using static Notejam.Tests.Infrastructure.Rules.Breakage;

namespace Notejam.Tests.Infrastructure.Rules;

static class Breakages
{
    const string Database = "aws_db_instance.this";
    const string Bucket = "module.backups.aws_s3_bucket";
    const string Pods = "aws_vpc_security_group_ingress_rule.database[\"a\"]";
    const string Kept = "Nobody deletes backups before their time, here or in the copy";
    const string Accident = "The database is not deleted by accident";
    const string Open = "The internet reaches the load balancer and nothing else";
    const string Copied = "Backups are copied to another region, deletions are not";

    static readonly Breakage[] Network =
    [
        Set("the internet reaches the database", Open, Pods, "cidr_ipv4", "0.0.0.0/0"),
        Set("the internet reaches the database by IPv6", Open, Pods, "cidr_ipv6", "::/0"),
        Set("the load balancer answers SSH", "The load balancer is open for HTTP and HTTPS only",
            "aws_vpc_security_group_ingress_rule.load_balancer[\"80\"]", "from_port", 22),
        Set("a rule hides in a group", "Groups have no rules of their own beside these",
            "aws_security_group.database", "ingress", new JsonArray(new JsonObject { ["from_port"] = 0 })),
        Set("pods reach every port", "The database listens to pods, on its port", Pods, "from_port", 0),
        Change("the database's subnets lead out", "Only the public and private subnets have a way out",
            "aws_route.public", r => Rename(r, "aws_route.database")),
        Set("nodes are public", "No subnet gives public addresses",
            "aws_subnet.this[\"private-a\"]", "map_public_ip_on_launch", true),
        Set("the default group is open", "The group of those that name none is closed",
            "aws_default_security_group.closed", "ingress", new JsonArray(new JsonObject { ["from_port"] = 0 })),
        Set("refused traffic is not logged", "All traffic is logged", "aws_flow_log.this", "traffic_type", "ACCEPT"),
        Remove("a zone depends on another", "Each zone of production has its own way out",
            "aws_nat_gateway.this[\"b\"]"),
    ];

    static readonly Breakage[] Storage =
    [
        Remove("objects are encrypted with AWS's key", "Every bucket is encrypted with a key of ours",
            $"{Bucket}_server_side_encryption_configuration.this"),
        Set("a bucket may become public", "No bucket is public",
            $"{Bucket}_public_access_block.this", "restrict_public_buckets", false),
        Change("versions are not kept", "Every bucket keeps versions",
            $"{Bucket}_versioning.this", v => v["versioning_configuration"]![0]!["status"] = "Suspended"),
        Change("objects are their writer's", "Every object is the bucket's owner's",
            "module.trail.aws_s3_bucket_ownership_controls.this",
            c => c["rule"]![0]!["object_ownership"] = "ObjectWriter"),
        Remove("the copy is kept for ever", "Every bucket has a lifecycle",
            "module.replica.aws_s3_bucket_lifecycle_configuration.this"),
        Remove("a bucket has no policy", "Every bucket has a policy", $"{Bucket}_policy.this"),
        Change("backups are read without TLS", "Buckets answer over TLS only",
            "module.backups.data.aws_iam_policy_document.this",
            d => Drop(d["statement"], s => (string?)s["sid"] == "OnlyOverTls")),
        Statement("versions may be deleted", Kept,
            "keep[\"primary\"]", "OnlyTheLifecycleDeletes",
            s => Drop(s["actions"], a => (string?)a == "s3:DeleteObjectVersion")),
        Statement("the copy's time may be shortened", Kept,
            "keep[\"replica\"]", "OnlyTheLifecycleDeletes",
            s => Drop(s["actions"], a => (string?)a == "s3:PutLifecycleConfiguration")),
        Statement("what forbids allows", Kept, "keep[\"primary\"]", "OnlyExportsHide", s => s["effect"] = "Allow"),
        Statement("dumps are overwritten", "Dumps are written once",
            "write_once", null, s => Drop(s["condition"], c => (string?)c["variable"] == "s3:if-none-match")),
        Change("nothing is copied", Copied,
            "aws_s3_bucket_replication_configuration.backups", r => r["rule"]![0]!["status"] = "Disabled"),
        Change("deletions are copied", Copied,
            "aws_s3_bucket_replication_configuration.backups",
            r => r["rule"]![0]!["delete_marker_replication"]![0]!["status"] = "Enabled"),
        Set("a queue is readable", "Queues are encrypted",
            "aws_sqs_queue.dead_letters[\"rules\"]", "sqs_managed_sse_enabled", false),
        Set("alarms stay silent", "Topics are encrypted with a key that CloudWatch may use",
            "aws_sns_topic.alarms", "kms_master_key_id", "alias/aws/sns"),
        Set("a key stays as it is", "Keys are renewed, and not deleted at once",
            "aws_kms_key.this[\"backups\"]", "enable_key_rotation", false),
        Set("a key is gone in a week", "Keys are renewed, and not deleted at once",
            "aws_kms_key.replica", "deletion_window_in_days", 7),
        Set("a tag moves", "An image's tag stays what it is, and every image is scanned",
            "aws_ecr_repository.this[\"web\"]", "image_tag_mutability", "MUTABLE"),
        Change("images are not scanned", "An image's tag stays what it is, and every image is scanned",
            "aws_ecr_repository.this[\"web\"]", r => r["image_scanning_configuration"]![0]!["scan_on_push"] = false),
    ];

    static readonly Breakage[] Databases =
    [
        Set("the database is public", "The database is not public", Database, "publicly_accessible", true),
        Set("the database is not encrypted", "The database is encrypted", Database, "storage_encrypted", false),
        Set("the database is not protected", Accident, Database, "deletion_protection", false),
        Set("the database goes without a snapshot", Accident, Database, "skip_final_snapshot", true),
        Set("there is no point in time", "The last 35 days can be restored to the minute",
            Database, "backup_retention_period", 0),
        Set("the backup is at midnight", "Backup and maintenance leave midnight to the snapshot",
            Database, "backup_window", "00:00-00:30"),
        Set("the password is in the state", "The password is AWS's secret", Database, "password", "secret"),
        Set("logs stay on the instance", "Logs leave the database",
            Database, "enabled_cloudwatch_logs_exports", new JsonArray()),
        Set("support is extended", "Nobody pays for extended support",
            Database, "engine_lifecycle_support", "open-source-rds-extended-support"),
        Set("production has one zone", "Production has a standby in another zone", Database, "multi_az", false),
        Change("passwords go in clear", "The database speaks TLS only",
            "aws_db_parameter_group.this", g => Parameter(g, "rds.force_ssl")["value"] = "0"),
        Change("the pool is too large", "Every pod of a rolling update gets its connections",
            "aws_db_parameter_group.this", g => Parameter(g, "max_connections")["value"] = "387"),
    ];

    static readonly Breakage[] Operations =
    [
        Change("nobody knows whose it is", "Everything that can have tags says whose it is",
            "aws_vpc.this", v => v["tags_all"]!.AsObject().Remove("Environment")),
        Set("nothing has tags", "Everything that can have tags says whose it is",
            "aws_sqs_queue.dead_letters[\"rules\"]", "tags_all", null),
        Set("logs are kept for ever", "Logs are kept for three months at least, and not for ever",
            "aws_cloudwatch_log_group.this[\"/aws/lambda/notejam-production-export\"]", "retention_in_days", 0),
        Set("silence is good news", "Silence about exports is an alarm",
            "aws_cloudwatch_metric_alarm.this[\"export-too-old\"]", "treat_missing_data", "notBreaching"),
        Remove("dead letters are not noticed", "Every queue of dead letters has an alarm",
            "aws_cloudwatch_metric_alarm.this[\"dead-letters-rules\"]"),
        Set("failures are forgotten", "Whatever a function cannot do is kept",
            "aws_lambda_function_event_invoke_config.this[\"export\"]", "destination_config", new JsonArray()),
        Set("events are forgotten", "Whatever cannot be handed over is kept",
            "aws_cloudwatch_event_target.this[\"export\"]", "dead_letter_config", new JsonArray()),
        Set("the runtime is dead", "Functions run on a system that AWS maintains",
            "aws_lambda_function.this[\"export\"]", "runtime", "nodejs12.x"),
        Set("the trail can be forged", "The trail covers every region and cannot be forged",
            "aws_cloudtrail.this", "enable_log_file_validation", false),
        new("an alarm is not heard", "Every alarm is heard",
            plan => plan.Forgetting("aws_cloudwatch_metric_alarm.this[\"database-cpu\"]", "alarm_actions")),
    ];

    public static IReadOnlyList<Breakage> All { get; } =
    [
        .. AccessBreakages.All, .. FirewallBreakages.All,
        .. Network, .. Storage, .. Databases, .. Operations,
    ];

    static JsonNode Parameter(JsonObject group, string name) =>
        group["parameter"]!.AsArray().Single(p => (string?)p!["name"] == name)!;

    static void Rename(JsonObject values, string address) => values.Parent!.Parent!["address"] = address;
}

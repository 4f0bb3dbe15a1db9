using System.Text.Json.Nodes;
using static Notejam.Tests.Infrastructure.Rules.Breakage;

namespace Notejam.Tests.Infrastructure.Rules;

static class AccessBreakages
{
    const string Passing = "A role is passed only to the service that it is for";
    const string Five = "The export role has its five actions on the bucket and on its objects";
    const string Pipeline = "The pipeline's token is checked for audience, project and branch";
    const string Starting = "Whoever starts an export may make grants and look at the key";

    public static readonly Breakage[] All =
    [
        Statement("snapshots of everything may be deleted", "Nothing is written everywhere",
            "function_prune", "Prune", s => s["resources"] = Strings("*")),
        Statement("any group of nodes may be scaled", "Nothing is written everywhere",
            "cluster_autoscaler", "Scale", s => s["resources"] = Strings("*")),
        Statement("one writing action hides among reading ones", "Nothing is written everywhere",
            "function_read", "Read", s => s["actions"]!.AsArray().Add("rds:ModifyDBInstance")),
        Statement("the pipeline may do all in EKS", "No role has all of a service",
            "deploy", null, s => s["actions"] = Strings("eks:*")),
        Statement("the worker may do all", "No role has all of a service",
            "backup", "Dumps", s => s["actions"] = Strings("*")),
        Statement("everybody pulls images", "Nobody is everybody",
            "registry", null, s => s["principals"]![0]!["identifiers"] = Strings("*")),
        Statement("the role is passed to anybody", Passing,
            "function_export", "PassRole", s => s["condition"] = new JsonArray()),
        Statement("the role is passed to another service", Passing,
            "function_export", "PassRole", s => s["condition"]![0]!["values"] = Strings("ec2.amazonaws.com")),
        Statement("any role is passed", Passing,
            "function_export", "PassRole", s => s["resources"] = Strings("arn:aws:iam::123456789012:role/*")),
        Statement("no grant may be made", Starting,
            "function_export", "Keys", s => Drop(s["actions"], a => (string?)a == "kms:CreateGrant")),
        Statement("the key may not be looked at", Starting,
            "function_export", "Keys", s => Drop(s["actions"], a => (string?)a == "kms:DescribeKey")),
        Change("the role may not be passed", "Whoever starts an export may pass the role",
            "data.aws_iam_policy_document.function_export",
            d => Drop(d["statement"], s => (string?)s["sid"] == "PassRole")),
        Statement("the bucket's place may not be asked", Five,
            "export", "Bucket", s => Drop(s["actions"], a => (string?)a == "s3:GetBucketLocation")),
        Statement("half-written exports stay", Five,
            "export", "Bucket", s => Drop(s["actions"], a => (string?)a == "s3:DeleteObject*")),
        Statement("the bucket itself is left out", Five,
            "export", "Bucket",
            s => Drop(s["resources"], r => !((string?)r)!.EndsWith("/*", StringComparison.Ordinal))),
        Statement("its objects are left out", Five,
            "export", "Bucket", s => Drop(s["resources"], r => ((string?)r)!.EndsWith("/*", StringComparison.Ordinal))),
        Statement("the export cannot read the snapshot", "The export role can use both keys",
            "export", "Keys", s => Drop(s["actions"], a => (string?)a == "kms:Decrypt")),
        Statement("another account's exports use the role", "Only RDS takes the export role, and only for this account",
            "service_trust[\"export.rds.amazonaws.com\"]", null, s => s["condition"] = new JsonArray()),
        Statement("EC2 takes the export role", "Only RDS takes the export role, and only for this account",
            "service_trust[\"export.rds.amazonaws.com\"]", null,
            s => s["principals"]![0]!["identifiers"] = Strings("ec2.amazonaws.com")),
        Statement("sessions have no tags", "Pods' roles are taken with tags, by one service account",
            "pod_trust[\"backup\"]", null, s => Drop(s["actions"], a => (string?)a == "sts:TagSession")),
        Statement("every pod is the backup worker", "Pods' roles are taken with tags, by one service account",
            "pod_trust[\"backup\"]", null,
            s => Drop(s["condition"], c => (string?)c["variable"] == "aws:RequestTag/kubernetes-service-account")),
        Statement("every project deploys", Pipeline,
            "circleci_trust", null,
            s => Drop(s["condition"], c => ((string?)c["variable"])!.EndsWith("project-id", StringComparison.Ordinal))),
        Statement("every branch deploys", Pipeline,
            "circleci_trust", null,
            s => Drop(s["condition"], c => ((string?)c["variable"])!.EndsWith(":sub", StringComparison.Ordinal))),
        Statement("every audience deploys", Pipeline,
            "circleci_trust", null,
            s => Drop(s["condition"], c => ((string?)c["variable"])!.EndsWith(":aud", StringComparison.Ordinal))),
        Statement("the worker deletes dumps", "Whoever writes dumps deletes nothing",
            "backup", "Dumps", s => s["actions"]!.AsArray().Add("s3:DeleteObject")),
        Statement("glass breaks by itself", "Glass is broken with a second factor",
            "break_glass_trust", null, s => s["condition"] = new JsonArray()),
        Set("another account calls the function", "Only our account's rules call the functions",
            "aws_lambda_permission.this[\"export\"]", "source_account", null),
        Set("two roles are called alike", "No two roles have one name",
            "aws_iam_role.function[\"export\"]", "name", "notejam-production-eu-central-1-export"),
    ];
}

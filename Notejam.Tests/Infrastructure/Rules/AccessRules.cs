using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;
using static Notejam.Tests.Infrastructure.Rules.PlanMutations;
using static Notejam.Tests.Infrastructure.Rules.PlanRules;

namespace Notejam.Tests.Infrastructure.Rules;

/// <summary>Who may do what.</summary>
static partial class AccessRules
{
    static readonly string[] ExportActions =
        ["s3:PutObject*", "s3:GetObject*", "s3:ListBucket", "s3:DeleteObject*", "s3:GetBucketLocation"];

    static readonly string[] KeyActions =
        ["kms:Decrypt", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey"];

    /// <summary>What a pod's session is tagged with.</summary>
    static readonly string[] PodTags =
    [
        "aws:RequestTag/kubernetes-service-account",
        "aws:RequestTag/kubernetes-namespace",
        "aws:RequestTag/eks-cluster-arn",
    ];

    public static readonly Rule<Plan>[] All =
    [
        Statements("Nothing is written everywhere", s =>
            s.Principals.Count > 0 || !s.Resources.Contains("*") || s.Actions.All(a => Reads().IsMatch(a)))
            .Noticing(
                Statement("snapshots of everything may be deleted", "function_prune", "Prune",
                    s => s["resources"] = Strings("*")),
                Statement("any group of nodes may be scaled", "cluster_autoscaler", "Scale",
                    s => s["resources"] = Strings("*")),
                Statement("one writing action hides among reading ones", "function_read", "Read",
                    s => s["actions"]!.AsArray().Add("rds:ModifyDBInstance"))),
        Statements("No role has all of a service", s =>
            s.Principals.Count > 0 || !s.Actions.Any(a => a == "*" || a.EndsWith(":*", StringComparison.Ordinal)))
            .Noticing(Statement("the pipeline may do all in EKS", "deploy", null, s => s["actions"] = Strings("eks:*")),
                Statement("the worker may do all", "backup", "Dumps", s => s["actions"] = Strings("*"))),
        Statements("Nobody is everybody", s => !s.Principals.Contains("*"))
            .Noticing(
                Statement("everybody pulls images", "registry", null,
                    s => s["principals"]![0]!["identifiers"] = Strings("*"))),
        Statements("A role is passed only to the service that it is for", s =>
            !s.Actions.Contains("iam:PassRole")
            || s.Resources is [var role]
            && !role.Contains('*', StringComparison.Ordinal)
            && s.Conditions is [{ Test: "StringEquals", Variable: "iam:PassedToService" } to]
            && to.Values is ["export.rds.amazonaws.com"])
            .Noticing(
                Statement("the role is passed to anybody", "function_export", "PassRole",
                    s => s["condition"] = new JsonArray()),
                Statement("the role is passed to another service", "function_export", "PassRole",
                    s => s["condition"]![0]!["values"] = Strings("ec2.amazonaws.com")),
                Statement("any role is passed", "function_export", "PassRole",
                    s => s["resources"] = Strings("arn:aws:iam::123456789012:role/*"))),
        Documents("Whoever starts an export may make grants and look at the key", d =>
            !StartsExports(d) || d.Statements.Any(IsForGrants))
            .Noticing(
                Statement("no grant may be made", "function_export", "Keys",
                    s => Drop(s["actions"], a => (string?)a == "kms:CreateGrant")),
                Statement("the key may not be looked at", "function_export", "Keys",
                    s => Drop(s["actions"], a => (string?)a == "kms:DescribeKey"))),
        Documents("Whoever starts an export may pass the role", d =>
            !StartsExports(d) || d.Statements.Any(s => s.Actions.Contains("iam:PassRole")))
            .Noticing(
                Change("the role may not be passed", "data.aws_iam_policy_document.function_export",
                    d => Drop(d["statement"], s => (string?)s["sid"] == "PassRole"))),
        Is("The export role has its five actions on the bucket and on its objects", plan =>
            plan.Document("export").Statement("Bucket") is { } s
            && s.Actions.Order().SequenceEqual(ExportActions.Order())
            && s.Resources.Order().SequenceEqual([Bucket(plan), $"{Bucket(plan)}/*"]))
            .Noticing(
                Statement("the bucket's place may not be asked", "export", "Bucket",
                    s => Drop(s["actions"], a => (string?)a == "s3:GetBucketLocation")),
                Statement("half-written exports stay", "export", "Bucket",
                    s => Drop(s["actions"], a => (string?)a == "s3:DeleteObject*")),
                Statement("the bucket itself is left out", "export", "Bucket",
                    s => Drop(s["resources"], r => !((string?)r)!.EndsWith("/*", StringComparison.Ordinal))),
                Statement("its objects are left out", "export", "Bucket",
                    s => Drop(s["resources"], r => ((string?)r)!.EndsWith("/*", StringComparison.Ordinal)))),
        Is("The export role can use both keys", plan =>
            plan.Document("export").Statement("Keys") is { } s && KeyActions.All(s.Actions.Contains))
            .Noticing(
                Statement("the export cannot read the snapshot", "export", "Keys",
                    s => Drop(s["actions"], a => (string?)a == "kms:Decrypt"))),
        Is("Only RDS takes the export role, and only for this account", plan =>
            Trust(plan, "service_trust[\"export.rds.amazonaws.com\"]") is { } s
            && s.Principals is ["export.rds.amazonaws.com"]
            && s.Conditions is [{ Test: "StringEquals", Variable: "aws:SourceAccount" } account]
            && account.Values.Single() == (string)plan.Variable("account_id")!)
            .Noticing(
                Statement("another account's exports use the role", "service_trust[\"export.rds.amazonaws.com\"]", null,
                    s => s["condition"] = new JsonArray()),
                Statement("EC2 takes the export role", "service_trust[\"export.rds.amazonaws.com\"]", null,
                    s => s["principals"]![0]!["identifiers"] = Strings("ec2.amazonaws.com"))),
        Documents("Pods' roles are taken with tags, by one service account", d =>
            !d.Address.Contains(".pod_trust[", StringComparison.Ordinal)
            || d.Statements.Single() is { } s
            && s.Actions.Contains("sts:TagSession")
            && PodTags.All(t => Names(s, t)))
            .Noticing(
                Statement("sessions have no tags", "pod_trust[\"backup\"]", null,
                    s => Drop(s["actions"], a => (string?)a == "sts:TagSession")),
                Statement("every pod is the backup worker",
                    "pod_trust[\"backup\"]", null,
                    s => DropCondition(s, "aws:RequestTag/kubernetes-service-account"))),
        Is("The pipeline's token is checked for audience, project and branch", plan =>
            Trust(plan, "circleci_trust") is { } s
            && Of(s, ":aud").Any()
            && Of(s, ":oidc.circleci.com/project-id").Any()
            && Of(s, ":sub").Any(IsOfMain))
            .Noticing(
                Statement("every project deploys",
                    "circleci_trust", null,
                    s => DropCondition(s, "project-id")),
                Statement("every branch deploys",
                    "circleci_trust", null,
                    s => DropCondition(s, ":sub")),
                Statement("every audience deploys",
                    "circleci_trust", null,
                    s => DropCondition(s, ":aud"))),
        Documents("Whoever writes dumps deletes nothing", d =>
            !d.Address.EndsWith(".backup", StringComparison.Ordinal)
            || !d.Statements.SelectMany(s => s.Actions).Any(IsDeleting))
            .Noticing(
                Statement("the worker deletes dumps", "backup", "Dumps",
                    s => s["actions"]!.AsArray().Add("s3:DeleteObject"))),
        Is("Glass is broken with a second factor", plan =>
            Trust(plan, "break_glass_trust").Conditions
                is [{ Variable: "aws:MultiFactorAuthPresent", Values: ["true"] }])
            .Noticing(
                Statement("glass breaks by itself", "break_glass_trust", null, s => s["condition"] = new JsonArray())),
        Each("Only our account's rules call the functions", "aws_lambda_permission", p =>
            p.Text("principal") == "events.amazonaws.com" && p.Has("source_arn") && p.Has("source_account"))
            .Noticing(
                Set("another account calls the function", "aws_lambda_permission.this[\"export\"]", "source_account",
                    null)),
        None("No two roles have one name", plan => plan.Of("aws_iam_role")
            .GroupBy(r => r.Text("name"))
            .Where(g => g.Count() > 1)
            .Select(g => g.Key!))
            .Noticing(
                Set("two roles are called alike", "aws_iam_role.function[\"export\"]", "name",
                    "notejam-production-eu-central-1-export")),
    ];

    public static string Bucket(Plan plan) =>
        $"arn:aws:s3:::{plan["module.backups.aws_s3_bucket.this"].Text("bucket")}";

    static PolicyStatement Trust(Plan plan, string document) => plan.Document(document).Statements.Single();

    static bool StartsExports(PolicyDocument document) =>
        document.Statements.Any(s => s.Actions.Contains("rds:StartExportTask"));

    static bool IsForGrants(PolicyStatement statement) =>
        statement.Allows
        && statement.Actions.Contains("kms:CreateGrant")
        && statement.Actions.Contains("kms:DescribeKey");

    static bool IsDeleting(string action) =>
        action.Contains("Delete", StringComparison.Ordinal) || action == "s3:*";

    static IEnumerable<PolicyCondition> Of(PolicyStatement statement, string variable) =>
        statement.Conditions.Where(c => c.Variable.EndsWith(variable, StringComparison.Ordinal));

    static bool IsOfMain(PolicyCondition condition) =>
        condition.Values.Single().EndsWith("/vcs-ref/refs/heads/main", StringComparison.Ordinal);

    static bool Names(PolicyStatement statement, string variable) =>
        statement.Conditions.Any(c => c.Test == "StringEquals" && c.Variable == variable);

    static Rule<Plan> Statements(string name, Func<PolicyStatement, bool> holds) =>
        Documents(name, d => d.Statements.All(s => !s.Allows || holds(s)));

    static Rule<Plan> Documents(string name, Func<PolicyDocument, bool> holds) =>
        new(name, plan => plan.Documents.Where(d => !holds(d)).Select(d => d.Address));

    [GeneratedRegex("^[a-z0-9-]+:(Describe|Get|List|BatchGet)[A-Za-z*]*$")]
    private static partial Regex Reads();
}

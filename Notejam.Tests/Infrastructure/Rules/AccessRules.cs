using System.Text.RegularExpressions;

namespace Notejam.Tests.Infrastructure.Rules;

/// <summary>Who may do what.</summary>
static partial class AccessRules
{
    static readonly string[] ExportActions = ["s3:PutObject*", "s3:GetObject*", "s3:ListBucket", "s3:DeleteObject*", "s3:GetBucketLocation"];

    public static readonly Rule[] All =
    [
        Statements("Nothing is written everywhere", s => s.Principals.Count > 0 || !s.Resources.Contains("*") || s.Actions.All(a => Reads().IsMatch(a))),
        Statements("No role has all of a service", s => s.Principals.Count > 0 || !s.Actions.Any(a => a == "*" || a.EndsWith(":*", StringComparison.Ordinal))),
        Statements("Nobody is everybody", s => !s.Principals.Contains("*")),
        Statements("A role is passed only to the service that it is for", s => !s.Actions.Contains("iam:PassRole") ||
            s.Resources is [var role] && !role.Contains('*', StringComparison.Ordinal) && s.Conditions is [{ Test: "StringEquals", Variable: "iam:PassedToService", Values: ["export.rds.amazonaws.com"] }]),
        Documents("Whoever starts an export may make grants and look at the key", d => !d.Statements.Any(s => s.Actions.Contains("rds:StartExportTask")) ||
            d.Statements.Any(s => s.Allows && s.Actions.Contains("kms:CreateGrant") && s.Actions.Contains("kms:DescribeKey"))),
        Documents("Whoever starts an export may pass the role", d => !d.Statements.Any(s => s.Actions.Contains("rds:StartExportTask")) || d.Statements.Any(s => s.Actions.Contains("iam:PassRole"))),
        Rule.Is("The export role has its five actions on the bucket and on its objects", plan => plan.Document("export").Statement("Bucket") is { } s &&
            s.Actions.Order().SequenceEqual(ExportActions.Order()) && s.Resources.Order().SequenceEqual([Bucket(plan), $"{Bucket(plan)}/*"])),
        Rule.Is("The export role can use both keys", plan => plan.Document("export").Statement("Keys") is { } s &&
            new[] { "kms:Decrypt", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey" }.All(s.Actions.Contains)),
        Rule.Is("Only RDS takes the export role, and only for this account", plan => Trust(plan, "service_trust[\"export.rds.amazonaws.com\"]") is { Principals: ["export.rds.amazonaws.com"] } s &&
            s.Conditions is [{ Test: "StringEquals", Variable: "aws:SourceAccount" } account] && account.Values.Single() == (string)plan.Variable("account_id")!),
        Documents("Pods' roles are taken with tags, by one service account", d => !d.Address.Contains(".pod_trust[", StringComparison.Ordinal) ||
            d.Statements.Single() is { } s && s.Actions.Contains("sts:TagSession") && Names(s, "aws:RequestTag/kubernetes-service-account", "aws:RequestTag/kubernetes-namespace", "aws:RequestTag/eks-cluster-arn")),
        Rule.Is("The pipeline's token is checked for audience, project and branch", plan => Trust(plan, "circleci_trust") is { } s &&
            s.Conditions.Any(c => c.Variable.EndsWith(":aud", StringComparison.Ordinal)) && s.Conditions.Any(c => c.Variable.EndsWith(":oidc.circleci.com/project-id", StringComparison.Ordinal)) &&
            s.Conditions.Any(c => c.Variable.EndsWith(":sub", StringComparison.Ordinal) && c.Values.Single().EndsWith("/vcs-ref/refs/heads/main", StringComparison.Ordinal))),
        Documents("Whoever writes dumps deletes nothing", d => !d.Address.EndsWith(".backup", StringComparison.Ordinal) || d.Statements.All(s => !s.Actions.Any(a => a.Contains("Delete", StringComparison.Ordinal) || a == "s3:*"))),
        Rule.Is("Glass is broken with a second factor", plan => Trust(plan, "break_glass_trust").Conditions is [{ Variable: "aws:MultiFactorAuthPresent", Values: ["true"] }]),
        Rule.Each("Only our account's rules call the functions", "aws_lambda_permission", p => p.Text("principal") == "events.amazonaws.com" && p.Has("source_arn") && p.Has("source_account")),
        new("No two roles have one name", plan => plan.Of("aws_iam_role").GroupBy(r => r.Text("name")).Where(g => g.Count() > 1).Select(g => g.Key!)),
    ];

    public static string Bucket(Plan plan) => $"arn:aws:s3:::{plan["module.backups.aws_s3_bucket.this"].Text("bucket")}";

    static PolicyStatement Trust(Plan plan, string document) => plan.Document(document).Statements.Single();

    static bool Names(PolicyStatement statement, params string[] variables) => variables.All(v => statement.Conditions.Any(c => c.Test == "StringEquals" && c.Variable == v));

    static Rule Statements(string name, Func<PolicyStatement, bool> holds) => Documents(name, d => d.Statements.All(s => !s.Allows || holds(s)));

    static Rule Documents(string name, Func<PolicyDocument, bool> holds) => new(name, plan => plan.Documents.Where(d => !holds(d)).Select(d => d.Address));

    [GeneratedRegex("^[a-z0-9-]+:(Describe|Get|List|BatchGet)[A-Za-z*]*$")]
    private static partial Regex Reads();
}

using System.Text.RegularExpressions;

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

    public static readonly Rule[] All =
    [
        Statements("Nothing is written everywhere", s =>
            s.Principals.Count > 0 || !s.Resources.Contains("*") || s.Actions.All(a => Reads().IsMatch(a))),
        Statements("No role has all of a service", s =>
            s.Principals.Count > 0 || !s.Actions.Any(a => a == "*" || a.EndsWith(":*", StringComparison.Ordinal))),
        Statements("Nobody is everybody", s => !s.Principals.Contains("*")),
        Statements("A role is passed only to the service that it is for", s =>
            !s.Actions.Contains("iam:PassRole")
            || s.Resources is [var role]
            && !role.Contains('*', StringComparison.Ordinal)
            && s.Conditions is [{ Test: "StringEquals", Variable: "iam:PassedToService" } to]
            && to.Values is ["export.rds.amazonaws.com"]),
        Documents("Whoever starts an export may make grants and look at the key", d =>
            !StartsExports(d) || d.Statements.Any(IsForGrants)),
        Documents("Whoever starts an export may pass the role", d =>
            !StartsExports(d) || d.Statements.Any(s => s.Actions.Contains("iam:PassRole"))),
        Rule.Is("The export role has its five actions on the bucket and on its objects", plan =>
            plan.Document("export").Statement("Bucket") is { } s
            && s.Actions.Order().SequenceEqual(ExportActions.Order())
            && s.Resources.Order().SequenceEqual([Bucket(plan), $"{Bucket(plan)}/*"])),
        Rule.Is("The export role can use both keys", plan =>
            plan.Document("export").Statement("Keys") is { } s && KeyActions.All(s.Actions.Contains)),
        Rule.Is("Only RDS takes the export role, and only for this account", plan =>
            Trust(plan, "service_trust[\"export.rds.amazonaws.com\"]") is { } s
            && s.Principals is ["export.rds.amazonaws.com"]
            && s.Conditions is [{ Test: "StringEquals", Variable: "aws:SourceAccount" } account]
            && account.Values.Single() == (string)plan.Variable("account_id")!),
        Documents("Pods' roles are taken with tags, by one service account", d =>
            !d.Address.Contains(".pod_trust[", StringComparison.Ordinal)
            || d.Statements.Single() is { } s
            && s.Actions.Contains("sts:TagSession")
            && PodTags.All(t => Names(s, t))),
        Rule.Is("The pipeline's token is checked for audience, project and branch", plan =>
            Trust(plan, "circleci_trust") is { } s
            && Of(s, ":aud").Any()
            && Of(s, ":oidc.circleci.com/project-id").Any()
            && Of(s, ":sub").Any(IsOfMain)),
        Documents("Whoever writes dumps deletes nothing", d =>
            !d.Address.EndsWith(".backup", StringComparison.Ordinal)
            || !d.Statements.SelectMany(s => s.Actions).Any(IsDeleting)),
        Rule.Is("Glass is broken with a second factor", plan =>
            Trust(plan, "break_glass_trust").Conditions
                is [{ Variable: "aws:MultiFactorAuthPresent", Values: ["true"] }]),
        Rule.Each("Only our account's rules call the functions", "aws_lambda_permission", p =>
            p.Text("principal") == "events.amazonaws.com" && p.Has("source_arn") && p.Has("source_account")),
        new("No two roles have one name", plan => plan.Of("aws_iam_role")
            .GroupBy(r => r.Text("name"))
            .Where(g => g.Count() > 1)
            .Select(g => g.Key!)),
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

    static Rule Statements(string name, Func<PolicyStatement, bool> holds) =>
        Documents(name, d => d.Statements.All(s => !s.Allows || holds(s)));

    static Rule Documents(string name, Func<PolicyDocument, bool> holds) =>
        new(name, plan => plan.Documents.Where(d => !holds(d)).Select(d => d.Address));

    [GeneratedRegex("^[a-z0-9-]+:(Describe|Get|List|BatchGet)[A-Za-z*]*$")]
    private static partial Regex Reads();
}

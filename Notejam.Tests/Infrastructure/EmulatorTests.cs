using System.Text.Json;
using System.Text.Json.Nodes;

namespace Notejam.Tests.Infrastructure;

/// <summary>What AWS's own interfaces say of production after it was applied to an emulator.</summary>
public sealed class EmulatorTests(Emulated emulated, Plans plans) : IClassFixture<Emulated>
{
    const string Bucket = "notejamsnapshot-production-123456789012-eu-central-1";

    [Fact]
    public async Task It_is_applied_needs_no_second_apply_and_is_destroyed()
    {
        var output = await emulated.OutputAsync();
        var resources = (await plans.ForAsync("production")).Resources.Count;
        var applied = $"Apply complete! Resources: {resources} added, 0 changed, 0 destroyed.";
        Assert.Contains(applied, output, StringComparison.Ordinal);
        Assert.Contains("No changes.", output, StringComparison.Ordinal);
        Assert.Contains($"Destroy complete! Resources: {resources} destroyed.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backups_expire_after_1096_days_and_leave_nothing_behind()
    {
        var rules = (await emulated.AnswerAsync("lifecycle"))["Rules"]!.AsArray();
        Assert.Equal([1096], rules.Select(r => (int?)r!["Expiration"]?["Days"]).OfType<int>());
        Assert.Equal([30], rules.Select(r => (int?)r!["NoncurrentVersionExpiration"]?["NoncurrentDays"]).OfType<int>());
        var uploads = rules.Select(r => (int?)r!["AbortIncompleteMultipartUpload"]?["DaysAfterInitiation"]);
        Assert.Equal([7], uploads.OfType<int>());
        Assert.Contains(rules, r => (bool?)r!["Expiration"]?["ExpiredObjectDeleteMarker"] is true);
        Assert.All(rules, r => Assert.Equal("Enabled", (string)r!["Status"]!));
        Assert.All(rules, r => Assert.Equal("", (string?)r!["Filter"]?["Prefix"] ?? ""));
    }

    [Fact]
    public async Task The_bucket_is_private_encrypted_and_answers_over_TLS_only()
    {
        var policy = (await emulated.AnswerAsync("bucket-policy"))["Statement"]!.AsArray();
        var tls = policy.Single(s => (string)s!["Sid"]! == "OnlyOverTls")!;
        Assert.Equal("Deny", (string)tls["Effect"]!);
        Assert.Equal("s3:*", (string)tls["Action"]!);
        Assert.Equal("false", (string)tls["Condition"]!["Bool"]!["aws:SecureTransport"]!);
        var about = tls["Resource"]!.AsArray().Select(r => (string)r!);
        Assert.Equal([$"arn:aws:s3:::{Bucket}", $"arn:aws:s3:::{Bucket}/*"], about.Order());
        string[] statements = ["DumpsAreWrittenOnce", "OnlyExportsHide", "OnlyOverTls", "OnlyTheLifecycleDeletes"];
        Assert.Equal(statements, policy.Select(s => (string)s!["Sid"]!).Order());
        var access = (await emulated.AnswerAsync("public-access"))["PublicAccessBlockConfiguration"]!.AsObject();
        Assert.All(access, setting => Assert.True((bool)setting.Value!, setting.Key));
        var encryption = (await emulated.AnswerAsync("encryption"))["ServerSideEncryptionConfiguration"]!;
        var byDefault = encryption["Rules"]![0]!["ApplyServerSideEncryptionByDefault"]!;
        Assert.Equal("aws:kms", (string)byDefault["SSEAlgorithm"]!);
    }

    [Fact]
    public async Task The_pattern_is_the_planned_one()
    {
        var plan = await plans.ForAsync("production");
        var planned = plan["aws_cloudwatch_event_rule.this[\"export\"]"].Text("event_pattern")!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(planned), await emulated.AnswerAsync("pattern")));
    }

    [Fact]
    public async Task A_function_knows_database_bucket_role_and_key()
    {
        const string Key = "arn:aws:kms:eu-central-1:123456789012:key/";
        const string Role = "arn:aws:iam::123456789012:role/notejam-production-eu-central-1-export";
        var function = await emulated.AnswerAsync("function");
        Assert.Equal("provided.al2023", (string)function["Runtime"]!);
        Assert.Equal("reconcile", (string)function["Handler"]!);
        Assert.Equal(300, (int)function["Timeout"]!);
        var variables = function["Environment"]!["Variables"]!.Deserialize<Dictionary<string, string>>()!;
        Assert.StartsWith(Key, variables["Snapshots__KeyId"], StringComparison.Ordinal);
        Assert.Equal("notejam-production", variables["Snapshots__Instance"]);
        Assert.Equal(Bucket, variables["Snapshots__Bucket"]);
        Assert.Equal("exports", variables["Snapshots__Prefix"]);
        Assert.Equal(Role, variables["Snapshots__RoleArn"]);
    }

    [Fact]
    public async Task The_database_is_private_encrypted_doubled_protected_and_restorable_for_35_days()
    {
        var database = (await emulated.AnswerAsync("database"))["DBInstances"]!.AsArray().Single()!;
        Assert.False((bool)database["PubliclyAccessible"]!);
        Assert.True((bool)database["StorageEncrypted"]!);
        Assert.True((bool)database["MultiAZ"]!);
        Assert.True((bool)database["DeletionProtection"]!);
        Assert.True((bool)database["CopyTagsToSnapshot"]!);
        Assert.Equal((35, "postgres"), ((int)database["BackupRetentionPeriod"]!, (string)database["Engine"]!));
        var parameters = (await emulated.AnswerAsync("parameters"))["Parameters"]!.AsArray()
            .ToDictionary(p => (string)p!["ParameterName"]!, p => (string?)p!["ParameterValue"]);
        Assert.Equal(("1", "400"), (parameters["rds.force_ssl"], parameters["max_connections"]));
    }

    [Fact]
    public async Task The_file_for_eksctl_is_valid_when_it_is_filled_in()
    {
        await emulated.OutputAsync();
        var filledIn = Terraform.Artifact("cluster.yaml");
        var cluster = ClusterFile.Parse(await File.ReadAllTextAsync(filledIn, TestContext.Current.CancellationToken));
        Assert.Empty(await ClusterFile.ErrorsAsync(cluster));
        Assert.DoesNotContain("${", cluster.ToJsonString(), StringComparison.Ordinal);
        var groups = cluster["managedNodeGroups"]!.AsArray().Select(g => (string)g!["name"]!);
        Assert.Equal(["nodes-a", "nodes-b", "nodes-c"], groups);
        var subnets = cluster["vpc"]!["subnets"]!["private"]!.AsObject().Select(s => (string)s.Value!["id"]!);
        Assert.All(subnets, id => Assert.StartsWith("subnet-", id, StringComparison.Ordinal));
    }
}

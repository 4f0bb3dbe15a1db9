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
        Assert.Contains($"Apply complete! Resources: {resources} added, 0 changed, 0 destroyed.", output, StringComparison.Ordinal);
        Assert.Contains("No changes.", output, StringComparison.Ordinal);
        Assert.Contains($"Destroy complete! Resources: {resources} destroyed.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backups_expire_after_1096_days_and_leave_nothing_behind()
    {
        var rules = (await emulated.AnswerAsync("lifecycle"))["Rules"]!.AsArray();
        Assert.Equal([1096], rules.Select(r => (int?)r!["Expiration"]?["Days"]).OfType<int>());
        Assert.Equal([30], rules.Select(r => (int?)r!["NoncurrentVersionExpiration"]?["NoncurrentDays"]).OfType<int>());
        Assert.Equal([7], rules.Select(r => (int?)r!["AbortIncompleteMultipartUpload"]?["DaysAfterInitiation"]).OfType<int>());
        Assert.Contains(rules, r => (bool?)r!["Expiration"]?["ExpiredObjectDeleteMarker"] is true);
        Assert.All(rules, r => Assert.Equal(("Enabled", ""), ((string)r!["Status"]!, (string?)r["Filter"]?["Prefix"] ?? "")));
    }

    [Fact]
    public async Task The_bucket_is_private_encrypted_and_answers_over_TLS_only()
    {
        var policy = (await emulated.AnswerAsync("bucket-policy"))["Statement"]!.AsArray();
        var tls = policy.Single(s => (string)s!["Sid"]! == "OnlyOverTls")!;
        Assert.Equal(("Deny", "s3:*", "false"), ((string)tls["Effect"]!, (string)tls["Action"]!, (string)tls["Condition"]!["Bool"]!["aws:SecureTransport"]!));
        Assert.Equal([$"arn:aws:s3:::{Bucket}", $"arn:aws:s3:::{Bucket}/*"], tls["Resource"]!.AsArray().Select(r => (string)r!).Order());
        Assert.Equal(["DumpsAreWrittenOnce", "OnlyExportsHide", "OnlyOverTls", "OnlyTheLifecycleDeletes"], policy.Select(s => (string)s!["Sid"]!).Order());
        Assert.All((await emulated.AnswerAsync("public-access"))["PublicAccessBlockConfiguration"]!.AsObject(), setting => Assert.True((bool)setting.Value!, setting.Key));
        Assert.Equal("aws:kms", (string)(await emulated.AnswerAsync("encryption"))["ServerSideEncryptionConfiguration"]!["Rules"]![0]!["ApplyServerSideEncryptionByDefault"]!["SSEAlgorithm"]!);
    }

    [Fact]
    public async Task The_pattern_is_the_planned_one()
    {
        var planned = (await plans.ForAsync("production"))["aws_cloudwatch_event_rule.this[\"export\"]"].Text("event_pattern")!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(planned), await emulated.AnswerAsync("pattern")));
    }

    [Fact]
    public async Task A_function_knows_database_bucket_role_and_key()
    {
        var function = await emulated.AnswerAsync("function");
        Assert.Equal(("provided.al2023", "reconcile", 300), ((string)function["Runtime"]!, (string)function["Handler"]!, (int)function["Timeout"]!));
        var variables = function["Environment"]!["Variables"]!.Deserialize<Dictionary<string, string>>()!;
        Assert.StartsWith("arn:aws:kms:eu-central-1:123456789012:key/", variables["Snapshots__KeyId"], StringComparison.Ordinal);
        Assert.Equal(
            ("notejam-production", Bucket, "exports", "arn:aws:iam::123456789012:role/notejam-production-eu-central-1-export"),
            (variables["Snapshots__Instance"], variables["Snapshots__Bucket"], variables["Snapshots__Prefix"], variables["Snapshots__RoleArn"]));
    }

    [Fact]
    public async Task The_database_is_private_encrypted_doubled_protected_and_restorable_for_35_days()
    {
        var database = (await emulated.AnswerAsync("database"))["DBInstances"]!.AsArray().Single()!;
        Assert.Equal((false, true, true, true, true), ((bool)database["PubliclyAccessible"]!, (bool)database["StorageEncrypted"]!, (bool)database["MultiAZ"]!, (bool)database["DeletionProtection"]!, (bool)database["CopyTagsToSnapshot"]!));
        Assert.Equal((35, "postgres"), ((int)database["BackupRetentionPeriod"]!, (string)database["Engine"]!));
        var parameters = (await emulated.AnswerAsync("parameters"))["Parameters"]!.AsArray().ToDictionary(p => (string)p!["ParameterName"]!, p => (string?)p!["ParameterValue"]);
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
        Assert.Equal(["nodes-a", "nodes-b", "nodes-c"], cluster["managedNodeGroups"]!.AsArray().Select(g => (string)g!["name"]!));
        Assert.All(cluster["vpc"]!["subnets"]!["private"]!.AsObject(), subnet => Assert.StartsWith("subnet-", (string)subnet.Value!["id"]!, StringComparison.Ordinal));
    }
}

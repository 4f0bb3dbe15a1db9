using System.Text.Json;
using Amazon.Runtime;
using Notejam.Backup.Snapshots;
using Notejam.Tests.Snapshots.Fakes;

namespace Notejam.Tests.Snapshots;

public sealed class ExportFunctionTests : RdsTests
{
    const string Created = "RDS-EVENT-0042";

    [Fact]
    public async Task It_exports_the_snapshot_that_has_become_available()
    {
        Account.Add(Today);
        Assert.Contains($"started {Today}-r1", await Functions.ExportAsync(Created, Today), StringComparison.Ordinal);
        var export = Assert.Single(Account.Exports);
        Assert.Equal($"{Today}-r1", export.Id);
        Assert.Equal(Account.Snapshot(Today).Arn, export.SnapshotArn);
    }

    [Theory]
    [InlineData("RDS-EVENT-0040", Today)]
    [InlineData("RDS-EVENT-0041", Today)]
    [InlineData("RDS-EVENT-0090", Today)]
    [InlineData("RDS-EVENT-0091", "rds:notejam-production-2026-11-22-02-00")]
    [InlineData("RDS-EVENT-0161", Today)]
    [InlineData(Created, "notejam-production-before-upgrade")]
    [InlineData(Created, "notejam-production-2-20261122")]
    [InlineData(Created, "notejam-staging-20261122")]
    [InlineData(Created, "notejam-production-20261322")]
    [InlineData(Created, "notejam-production-20261122-copy")]
    public async Task Every_other_event_is_ignored_without_a_call(string id, string snapshot)
    {
        Account.Add(snapshot);
        Assert.Contains("ignored", await Functions.ExportAsync(id, snapshot), StringComparison.Ordinal);
        Assert.Empty(Rds.Calls);
    }

    [Theory]
    [InlineData(RdsAccount.Instance, "manual", "creating")]
    [InlineData(RdsAccount.Instance, "manual", "failed")]
    [InlineData("another-database", "manual", "available")]
    [InlineData(RdsAccount.Instance, "automated", "available")]
    public async Task Only_what_RDS_says_of_the_snapshot_now_counts(string instance, string type, string status)
    {
        Account.Add(Today, instance, type, status);
        var answer = await Functions.ExportAsync(Created, Today);
        Assert.Contains("not ours, or not available", answer, StringComparison.Ordinal);
        Assert.Empty(Account.Exports);
    }

    [Fact]
    public async Task A_late_event_of_a_deleted_snapshot_is_nothing()
    {
        var answer = await Functions.ExportAsync(Created, Today);
        Assert.Contains("not ours, or not available", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("COMPLETE")]
    [InlineData("STARTING")]
    public async Task A_duplicate_event_exports_nothing_again(string status)
    {
        Account.AddExport($"{Today}-r1", Account.Add(Today), status);
        Assert.Contains("exported already", await Functions.ExportAsync(Created, Today), StringComparison.Ordinal);
        Assert.Single(Account.Exports);
    }

    [Fact]
    public async Task A_failed_export_is_tried_again_under_a_new_identifier()
    {
        var snapshot = Account.Add(Today);
        for (var attempt = 1; attempt <= 10; attempt++) Account.AddExport($"{Today}-r{attempt}", snapshot, "FAILED");
        Assert.Contains($"started {Today}-r11", await Functions.ExportAsync(Created, Today), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_handlers_that_saw_the_same_only_one_starts_an_export()
    {
        Account.Add(Today);
        var other = false;
        Rds.Before = async action =>
        {
            if (action != "StartExportTask" || other) return;
            other = true;
            Assert.Contains("started", await Functions.ExportAsync(Created, Today), StringComparison.Ordinal);
        };
        var answer = await Functions.ExportAsync(Created, Today);
        Assert.Contains("left to the reconciliation: ExportTaskAlreadyExists", answer, StringComparison.Ordinal);
        Assert.Single(Account.Exports);
    }

    [Theory]
    [InlineData("ExportTaskLimitReachedFault")]
    [InlineData("InvalidExportSourceState")]
    [InlineData("DBSnapshotNotFound")]
    public async Task What_passes_by_itself_is_left_to_the_reconciliation(string code)
    {
        Account.Add(Today);
        Refuse("StartExportTask", code);
        var answer = await Functions.ExportAsync(Created, Today);
        Assert.Contains($"left to the reconciliation: {code}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IamRoleNotFound")]
    [InlineData("IamRoleMissingPermissions")]
    [InlineData("KMSKeyNotAccessibleFault")]
    [InlineData("InvalidS3BucketFault")]
    public async Task What_somebody_must_mend_fails_the_run(string code)
    {
        Account.Add(Today);
        Account.ExportsRefused = code;
        var error = await Assert.ThrowsAsync<AmazonServiceException>(() => Functions.ExportAsync(Created, Today));
        Assert.Equal(code, error.ErrorCode);
    }

    [Fact]
    public void The_event_is_read_as_RDS_sends_it()
    {
        var read = SnapshotEvent.Read(JsonElement.Parse("""
            {"version":"0","id":"844e2571-85d4-695f-b930-0153b71dcb42",
             "detail-type":"RDS DB Snapshot Event","source":"aws.rds","account":"123456789012",
             "time":"2026-11-22T00:06:12Z","region":"eu-west-1",
             "resources":["arn:aws:rds:eu-west-1:123456789012:snapshot:notejam-production-20261122"],
             "detail":{"EventCategories":["creation"],"SourceType":"SNAPSHOT",
             "SourceArn":"arn:aws:rds:eu-west-1:123456789012:snapshot:notejam-production-20261122",
             "Date":"2026-11-22T00:06:12.000Z","Message":"Manual snapshot created",
             "SourceIdentifier":"notejam-production-20261122","EventID":"RDS-EVENT-0042"}}
            """));
        Assert.Equal(new SnapshotEvent.RdsDetail(Created, Today), read.Detail);
    }
}

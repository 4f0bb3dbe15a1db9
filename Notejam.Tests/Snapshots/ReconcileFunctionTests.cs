using System.Globalization;
using System.Text.Json;
using Notejam.Backup.Snapshots;
using Notejam.Tests.Snapshots.Fakes;

namespace Notejam.Tests.Snapshots;

public sealed class ReconcileFunctionTests : RdsTests
{
    [Fact]
    public async Task A_lost_daily_run_is_made_up_for()
    {
        AssertSteps(await ReconcileAsync(), $"create {Today}");
        Assert.Equal(Today, Assert.Single(Account.Snapshots).Name);
    }

    [Fact]
    public async Task A_lost_event_is_made_up_for()
    {
        Account.Add(Today);
        AssertSteps(await ReconcileAsync(), $"export {Today}-r1");
    }

    [Fact]
    public async Task When_all_is_done_it_changes_nothing()
    {
        AddDays(35);
        AssertSteps(await ReconcileAsync());
        Assert.All(Rds.Calls, call => Assert.StartsWith("Describe", call, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_snapshot_of_today_is_deleted_and_made_again()
    {
        Account.Add(Today, status: "failed");
        AssertSteps(await ReconcileAsync(), $"delete failed {Today}", $"create {Today}");
        Assert.Equal("creating", Account.Snapshot(Today).Status(Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_failed_snapshot_of_a_day_that_is_over_is_deleted_and_cannot_be_made_again()
    {
        AddDays(1);
        Account.Add(Yesterday, status: "failed");
        AssertSteps(await ReconcileAsync(), $"delete failed {Yesterday}");
    }

    [Fact]
    public async Task Of_the_snapshots_beyond_35_those_with_a_complete_export_are_deleted()
    {
        AddDays(38);
        Account.Exports.RemoveAll(e => e.Id == $"{Name(36)}-r1" || e.Id == $"{Name(37)}-r1");
        Account.AddExport($"{Name(37)}-r1", Account.Snapshot(Name(37)), "IN_PROGRESS");
        AssertSteps(await ReconcileAsync(), $"export {Name(36)}-r1", $"delete {Name(35)}");
        Assert.Equal(37, Account.Manual.Count());
    }

    [Fact]
    public async Task What_is_not_a_daily_snapshot_of_this_instance_is_neither_exported_nor_deleted()
    {
        AddDays(35);
        Account.Add("notejam-production-before-upgrade");
        Account.Add("notejam-production-20200101", "another-database");
        Account.Add("notejam-staging-20200101", "notejam-staging");
        Account.Add("rds:notejam-production-2020-01-01-02-00", type: "automated");
        AssertSteps(await ReconcileAsync());
    }

    [Fact]
    public async Task Another_persons_export_of_our_snapshot_is_not_taken_for_ours()
    {
        AddDays(35);
        Account.Exports.RemoveAll(e => e.Id == $"{Today}-r1");
        Account.AddExport($"{Today}-one-table", Account.Snapshot(Today));
        AssertSteps(await ReconcileAsync(), $"export {Today}-r1");
    }

    [Fact]
    public async Task Hundreds_of_exports_are_read_to_the_last_page()
    {
        Rds.PageSize = 20;
        for (var day = 400; day > 35; day--)
        {
            var gone = new FakeSnapshot(Name(day), RdsAccount.Instance, "manual", Midnight, Midnight, Fails: false);
            Account.AddExport($"{Name(day)}-r1", gone);
        }
        AddDays(36);
        AssertSteps(await ReconcileAsync(), $"delete {Name(35)}");
    }

    [Fact]
    public async Task Snapshots_with_fewer_failures_are_exported_first_when_places_are_few()
    {
        AddDays(3);
        Account.Exports.RemoveAll(e => e.Id == $"{Today}-r1" || e.Id == $"{Yesterday}-r1");
        Account.AddExport($"{Today}-r1", Account.Snapshot(Today), "FAILED");
        Account.ForeignExports = RdsAccount.ConcurrentExports - 1;
        var report = await ReconcileAsync();
        AssertSteps(report, $"export {Yesterday}-r1");
        var postponed = Assert.Single(Strings(report, "postponed"));
        Assert.StartsWith($"export {Today}-r2: ExportTaskLimitReachedFault", postponed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_failure_does_not_keep_the_other_steps_back_and_fails_the_run_at_the_end()
    {
        AddDays(36);
        Account.Exports.RemoveAll(e => e.Id == $"{Today}-r1");
        Account.ExportsRefused = "KMSKeyNotAccessibleFault";
        var error = await Assert.ThrowsAsync<AggregateException>(ReconcileAsync);
        Assert.Contains($"export {Today}-r1: KMSKeyNotAccessibleFault", error.Message, StringComparison.Ordinal);
        var report = JsonElement.Parse(Functions.Log.ToString());
        AssertSteps(report, $"delete {Name(35)}");
        Assert.Equal(1, report.GetProperty("FailedSteps").GetInt32());
    }

    [Theory]
    [InlineData("CreateDBSnapshot", "InvalidDBInstanceState")]
    [InlineData("CreateDBSnapshot", "DBSnapshotAlreadyExists")]
    [InlineData("StartExportTask", "ExportTaskLimitReachedFault")]
    [InlineData("StartExportTask", "ExportTaskAlreadyExists")]
    [InlineData("StartExportTask", "InvalidExportSourceState")]
    [InlineData("StartExportTask", "DBSnapshotNotFound")]
    [InlineData("DeleteDBSnapshot", "InvalidDBSnapshotState")]
    [InlineData("DeleteDBSnapshot", "DBSnapshotNotFound")]
    public async Task What_passes_by_itself_is_no_failure_and_is_tried_again(string action, string code)
    {
        Account.Add(Yesterday);
        Account.Add(Name(2), status: "failed");
        Refuse(action, code);
        var step = action switch
        {
            "CreateDBSnapshot" => "create",
            "StartExportTask" => "export",
            _ => "delete",
        };
        var postponed = Assert.Single(Strings(await ReconcileAsync(), "postponed"));
        Assert.StartsWith(step, postponed, StringComparison.Ordinal);
        Assert.Empty(Strings(await ReconcileAsync(), "postponed"));
    }

    [Fact]
    public async Task The_report_is_one_line_of_JSON_with_CloudWatchs_metrics_in_it()
    {
        AddDays(2);
        Account.Add(Name(3), "another-database");
        Account.AddExport($"{Name(2)}-r1", Account.Add(Name(2)), "FAILED");
        var report = await ReconcileAsync();
        Assert.Single(Functions.Log.ToString().TrimEnd().Split('\n'));
        Assert.Equal(0.17, report.GetProperty("HoursSinceExport").GetDouble());
        Assert.Equal(4, report.GetProperty("ManualSnapshots").GetInt32());
        Assert.Equal(1, report.GetProperty("FailedExports").GetInt32());
        Assert.Equal(0, report.GetProperty("FailedSteps").GetInt32());

        var metrics = report.GetProperty("_aws");
        Assert.Equal(Clock.GetUtcNow().ToUnixTimeMilliseconds(), metrics.GetProperty("Timestamp").GetInt64());
        const string Declared = """
            {"Namespace":"Notejam/Backup","Dimensions":[["Instance"]],"Metrics":[
            {"Name":"ManualSnapshots"},{"Name":"FailedExports"},
            {"Name":"FailedSteps"},{"Name":"HoursSinceExport"}]}
            """;
        Assert.Equal(Declared.ReplaceLineEndings(""), metrics.GetProperty("CloudWatchMetrics")[0].ToString());
    }

    [Fact]
    public async Task Without_any_complete_export_the_hours_are_missing_and_not_zero()
    {
        var report = await ReconcileAsync();
        Assert.False(report.TryGetProperty("HoursSinceExport", out _));
        Assert.DoesNotContain("HoursSinceExport", report.GetProperty("_aws").ToString(), StringComparison.Ordinal);
    }

    /// <summary>Today and the days before, each with its snapshot and a complete export.</summary>
    void AddDays(int count)
    {
        for (var day = 0; day < count; day++) Account.AddExport($"{Name(day)}-r1", Account.Add(Name(day)));
    }

    static string Name(int daysAgo) =>
        string.Create(CultureInfo.InvariantCulture, $"{RdsAccount.Instance}-{Midnight.AddDays(-daysAgo):yyyyMMdd}");

    async Task<JsonElement> ReconcileAsync() => JsonElement.Parse(await Functions.ReconcileAsync());

    static void AssertSteps(JsonElement report, params string[] steps) => Assert.Equal(steps, Strings(report, "done"));

    static IEnumerable<string> Strings(JsonElement report, string list) =>
        report.GetProperty(list).EnumerateArray().Select(e => e.GetString()!);
}

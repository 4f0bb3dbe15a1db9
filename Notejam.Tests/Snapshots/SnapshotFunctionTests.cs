using System.Text.Json;
using Amazon.Runtime;
using Notejam.Backup.Snapshots;
using Notejam.Tests.Snapshots.Fakes;

namespace Notejam.Tests.Snapshots;

public sealed class SnapshotFunctionTests : RdsTests
{
    [Fact]
    public async Task It_starts_a_snapshot_named_by_the_scheduled_UTC_day_and_does_not_wait_for_its_end()
    {
        var answer = await Functions.SnapshotAsync(Midnight);
        Assert.Equal($$"""{"function":"snapshot","snapshot":"{{Today}}","outcome":"created"}""", answer);
        Assert.Equal(answer + Environment.NewLine, Functions.Log.ToString());
        Assert.Equal("creating", Account.Snapshot(Today).Status(Clock.GetUtcNow()));
    }

    [Theory]
    [InlineData("2026-11-22T00:00:00Z", Today)]
    [InlineData("2026-11-21T23:59:59Z", Yesterday)]
    [InlineData("2026-11-22T01:30:00+02:00", Yesterday)]
    public async Task A_run_belongs_to_the_UTC_day_it_was_scheduled_for_whenever_it_comes(string scheduled, string name)
    {
        var at = DateTimeOffset.Parse(scheduled, System.Globalization.CultureInfo.InvariantCulture);
        await Functions.SnapshotAsync(at);
        Assert.Equal(name, Assert.Single(Account.Snapshots).Name);
    }

    [Fact]
    public async Task A_second_run_of_the_day_finds_the_snapshot_and_is_content()
    {
        await Functions.SnapshotAsync(Midnight);
        Assert.Contains("exists", await Functions.SnapshotAsync(Midnight), StringComparison.Ordinal);
        Assert.Single(Account.Everything);
    }

    [Fact]
    public async Task A_run_whose_answer_was_lost_is_tried_again_by_the_SDK_and_makes_one_snapshot()
    {
        var lost = 1;
        Rds.After = _ =>
        {
            if (lost-- > 0) throw new RdsException("ServiceUnavailable", "", 503);
        };
        using var patient = new Functions(Rds, Clock, retries: 2);
        Assert.Contains("exists", await patient.SnapshotAsync(Midnight), StringComparison.Ordinal);
        Assert.Single(Account.Everything);
    }

    [Fact]
    public async Task Somebody_elses_snapshot_with_our_name_is_an_error_that_says_whose_it_is()
    {
        Account.Add(Today, "another-database");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Functions.SnapshotAsync(Midnight));
        var taken = $"The name {Today} is taken by a snapshot of another-database. Rename or delete that one.";
        Assert.Equal(taken, error.Message);
    }

    [Fact]
    public async Task A_busy_instance_is_left_to_the_reconciliation()
    {
        Account.InstanceIsBusy = true;
        var answer = await Functions.SnapshotAsync(Midnight);
        Assert.Contains("left to the reconciliation: InvalidDBInstanceState", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SnapshotQuotaExceeded")]
    [InlineData("DBInstanceNotFound")]
    [InlineData("AccessDenied")]
    [InlineData("Throttling")]
    public async Task What_does_not_pass_by_itself_fails_the_run(string code)
    {
        Refuse("CreateDBSnapshot", code);
        var error = await Assert.ThrowsAsync<AmazonServiceException>(() => Functions.SnapshotAsync(Midnight));
        Assert.Equal(code, error.ErrorCode);
    }

    [Fact]
    public void An_event_without_a_time_is_an_error_that_names_it()
    {
        var error = Assert.Throws<JsonException>(() => ScheduledEvent.Read(JsonSerializer.SerializeToElement(new { })));
        Assert.Contains("'time'", error.Message, StringComparison.Ordinal);
    }
}

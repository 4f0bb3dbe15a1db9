using System.IO.Compression;
using Microsoft.Extensions.Time.Testing;
using Notejam.Tests.Snapshots.Fakes;

namespace Notejam.Tests.Snapshots;

/// <summary>The published executable between a fake Lambda and a fake RDS.</summary>
[Collection(nameof(PublishedLambda))]
public sealed class LambdaTests(PublishedLambda published) : IAsyncLifetime
{
    static readonly object Midnight = new { time = "2026-11-22T00:00:00Z" };

    const string Created = "RDS-EVENT-0042", Daily = "notejam-production-20261121";

    const string Exported =
        $$"""{"function":"export","snapshot":"{{Daily}}","event":"{{Created}}","outcome":"started {{Daily}}-r1"}""";

    FakeRds rds = null!;
    FakeRuntimeApi api = null!;

    public async ValueTask InitializeAsync()
    {
        rds = await FakeRds.StartAsync(new FakeTimeProvider(new(2026, 11, 22, 0, 0, 7, TimeSpan.Zero)));
        api = await FakeRuntimeApi.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await api.DisposeAsync();
        await rds.DisposeAsync();
    }

    [Fact]
    public async Task The_zip_holds_one_executable_named_bootstrap_and_Lambda_takes_its_size()
    {
        // Lambda takes 50 MB, which whole frameworks nearly fill.
        Assert.InRange(new FileInfo(PublishedLambda.Zip).Length, 1, 30 * 1024 * 1024);
        await using var zip = await ZipFile.OpenReadAsync(PublishedLambda.Zip, TestContext.Current.CancellationToken);
        var entry = Assert.Single(zip.Entries);
        Assert.Equal("bootstrap", entry.FullName);
        Assert.Equal("755", Convert.ToString((entry.ExternalAttributes >> 16) & 0b111_111_111, 8));
    }

    [Fact]
    public async Task It_answers_one_event_after_the_other_and_logs_what_it_answers()
    {
        await using var function = Start("snapshot");
        var first = await api.InvokeAsync(Midnight);
        var second = await api.InvokeAsync(Midnight);
        Assert.True(first.IsResponse && second.IsResponse);
        Assert.Equal("created", first.Body.GetProperty("outcome").GetString());
        Assert.Equal("exists", second.Body.GetProperty("outcome").GetString());
        Assert.Equal("notejam-production-20261122", Assert.Single(rds.Account.Snapshots).Name);
        Assert.Equal($"{first.Body}\n{second.Body}\n", await function.StopAsync());
    }

    [Theory]
    [InlineData("export", Exported)]
    [InlineData("reconcile", $"export {Daily}-r1")]
    public async Task The_handler_decides_which_function_it_is(string handler, string answer)
    {
        rds.Account.Add(Daily);
        await using var function = Start(handler);
        var sent = await api.InvokeAsync(new { detail = new { EventID = Created, SourceIdentifier = Daily } });
        Assert.True(sent.IsResponse, sent.Body.ToString());
        Assert.Contains(answer, sent.Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_told_with_its_type_message_and_stack_and_the_next_event_is_handled()
    {
        rds.Account.Quota = 0;
        await using var function = Start("snapshot");
        var failed = await api.InvokeAsync(Midnight);
        Assert.False(failed.IsResponse);
        Assert.Equal("AmazonServiceException", failed.ErrorType);
        Assert.Equal("SnapshotQuotaExceeded: Cannot create more than 100 manual snapshots.", failed.Error);
        Assert.Equal(failed.ErrorType, failed.Body.GetProperty("errorType").GetString());
        var stack = failed.Body.GetProperty("stackTrace").EnumerateArray().Select(line => line.GetString()!);
        Assert.Contains(stack, line => line.Contains("SnapshotFunction", StringComparison.Ordinal));

        rds.Account.Quota = 100;
        Assert.True((await api.InvokeAsync(Midnight)).IsResponse);
    }

    [Fact]
    public async Task At_the_deadline_it_reports_and_goes_on_with_the_next_event()
    {
        rds.Before = _ => Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        await using var function = Start("snapshot");
        var late = await api.InvokeAsync(Midnight, TimeSpan.FromSeconds(2));
        Assert.Equal("TimeoutException", late.ErrorType);
        Assert.StartsWith("The function was not done at its deadline", late.Error, StringComparison.Ordinal);

        rds.Before = _ => Task.CompletedTask;
        Assert.True((await api.InvokeAsync(Midnight)).IsResponse);
    }

    [Theory]
    [InlineData("snapshot", "Snapshots__Bucket", null,
        "Snapshots__Bucket: is not set. It is the S3 bucket that exports go to.")]
    [InlineData("snapshot", "Snapshots__Instance", "Notejam--1",
        "Snapshots__Instance: must be a DB instance identifier in lower case")]
    [InlineData("snapshot", "Snapshots__Instance", "a-name-that-leaves-no-room-for-day-and-attempt",
        "Snapshots__Instance: must have at most 45 characters.")]
    [InlineData("snapshot", "Snapshots__RoleArn", "notejam-export",
        "Snapshots__RoleArn: must be the ARN of an IAM role.")]
    [InlineData("snapshot", "Snapshots__KeyId", null, "Snapshots__KeyId: is not set.")]
    [InlineData("snapshot", "Snapshots__Prefix", "rds:exports", "Snapshots__Prefix: must be folder names")]
    [InlineData("snapshot", "Snapshots__Bukcet", "x",
        "Snapshots__Bukcet is not a setting. Known are Snapshots__Instance, ")]
    [InlineData("snapshot", "AWS_REGION", null, "AWS_REGION is not set.")]
    [InlineData("restore", "Snapshots__Prefix", null,
        "_HANDLER=restore is not a function. Set the Lambda function's handler to snapshot, export or reconcile.")]
    public async Task What_is_set_wrongly_is_told_before_the_first_event_and_ends_it_with_1(
        string handler, string name, string? value, string message)
    {
        await using var function = Start(handler, (name, value));
        var sent = await api.ReceiveAsync();
        Assert.Equal(("/2018-06-01/runtime/init/error", "ConfigurationException"), (sent.Path, sent.ErrorType));
        Assert.StartsWith(message, sent.Error, StringComparison.Ordinal);
        Assert.Equal((1, $"{sent.Body}\n"), await function.ExitAsync());
    }

    LambdaProcess Start(string handler, params (string, string?)[] environment) =>
        new(published, api, rds.Address, handler, environment);
}

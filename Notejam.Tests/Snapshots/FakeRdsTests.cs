using Amazon.Runtime;
using Notejam.Backup.Snapshots.Rds;
using Notejam.Tests.Hosting;
using Notejam.Tests.Models;
using Notejam.Tests.Snapshots.Fakes;

namespace Notejam.Tests.Snapshots;

/// <summary>The fake is as strict as it says: what the other tests prove rests on it.</summary>
public sealed class FakeRdsTests : RdsTests
{
    [Fact]
    public async Task It_takes_a_signed_call_and_refuses_the_same_call_with_anything_changed()
    {
        var (headers, body) = await CaptureAsync();
        Assert.Contains("<DescribeDBSnapshotsResult>", await ReplayAsync(headers, body), StringComparison.Ordinal);

        var publicOnes = await ReplayAsync(headers, body.Replace("manual", "public", StringComparison.Ordinal));
        Assert.Contains("SignatureDoesNotMatch", publicOnes, StringComparison.Ordinal);
        var ofS3 = await ReplayAsync(With("Authorization", "/rds/", "/s3/"), body);
        Assert.Contains("SignatureDoesNotMatch", ofS3, StringComparison.Ordinal);
        var elsewhere = await ReplayAsync(With("Authorization", "eu-west-1", "us-east-1"), body);
        Assert.Contains("SignatureDoesNotMatch", elsewhere, StringComparison.Ordinal);
        var anotherHost = await ReplayAsync(With("Host", "127", "128"), body);
        Assert.Contains("SignatureDoesNotMatch", anotherHost, StringComparison.Ordinal);
        var anotherKey = await ReplayAsync(With("Authorization", SignatureV4.KeyId, "AKIDANOTHER"), body);
        Assert.Contains("InvalidClientTokenId", anotherKey, StringComparison.Ordinal);
        var basic = await ReplayAsync(With("Authorization", "AWS4-HMAC-SHA256", "Basic"), body);
        Assert.Contains("MissingAuthenticationToken", basic, StringComparison.Ordinal);

        var now = headers["X-Amz-Date"][..8];
        var yesterday = $"{TimeProvider.System.GetUtcNow().AddDays(-1):yyyyMMdd}";
        var stale = new Dictionary<string, string>(headers);
        foreach (var name in new[] { "X-Amz-Date", "Authorization" })
            stale[name] = headers[name].Replace(now, yesterday, StringComparison.Ordinal);
        Assert.Contains("RequestExpired", await ReplayAsync(stale, body), StringComparison.Ordinal);

        Dictionary<string, string> With(string name, string old, string @new) => new(headers)
        {
            [name] = headers[name].Replace(old, @new, StringComparison.Ordinal),
        };
    }

    [Fact]
    public void A_snapshot_is_creating_and_then_available_or_failed()
    {
        Account.CreateSnapshot(RdsAccount.Instance, Today);
        Assert.Equal("creating", Account.Snapshot(Today).Status(Clock.GetUtcNow()));
        Refused("InvalidDBInstanceState", () => Account.CreateSnapshot(RdsAccount.Instance, Yesterday));
        Refused("InvalidDBSnapshotState", () => Account.DeleteSnapshot(Today));
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("available", Account.Snapshot(Today).Status(Clock.GetUtcNow()));

        Account.NextSnapshot = () => new(TimeSpan.FromMinutes(5), Fails: true);
        Account.CreateSnapshot(RdsAccount.Instance, Yesterday);
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("failed", Account.Snapshot(Yesterday).Status(Clock.GetUtcNow()));
    }

    [Fact]
    public void An_export_is_starting_in_progress_and_then_complete_or_failed_and_its_identifier_is_used_up()
    {
        var arn = Account.Add(Today).Arn;
        Account.NextExport = _ => new(TimeSpan.FromMinutes(30), Fails: true);
        string Status() => Account.Exports.Single().Status(Clock.GetUtcNow());
        Start("a1", arn);
        Assert.Equal("STARTING", Status());
        Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("IN_PROGRESS", Status());
        Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("FAILED", Status());
        Refused("ExportTaskAlreadyExists", () => Start("a1", arn));
    }

    [Fact]
    public void There_are_five_exports_at_once_and_a_hundred_manual_snapshots_in_all()
    {
        for (var number = 0; number < 5; number++) Start($"export-{number}", Account.Add($"snapshot-{number}").Arn);
        Refused("ExportTaskLimitReachedFault", () => Start("export-5", Account.Add("snapshot-5").Arn));
        for (var number = 6; number < 100; number++) Account.Add($"snapshot-{number}");
        Account.Add("rds:automatic", type: "automated");
        Refused("SnapshotQuotaExceeded", () => Account.CreateSnapshot(RdsAccount.Instance, Today));
    }

    [Fact]
    public void Wrong_names_and_missing_things_are_refused_by_their_codes()
    {
        Refused("InvalidParameterValue", () => Account.CreateSnapshot(RdsAccount.Instance, "two--hyphens"));
        Refused("InvalidParameterValue", () => Start(new string('a', 61), Account.Add(Today).Arn));
        Refused("DBInstanceNotFound", () => Account.CreateSnapshot("another-database", Yesterday));
        Refused("DBSnapshotAlreadyExists", () => Account.CreateSnapshot(RdsAccount.Instance, Today));
        Refused("DBSnapshotNotFound", () => Account.DeleteSnapshot(Yesterday));
        var automatic = Account.Add("rds:automatic", type: "automated").Name;
        Refused("InvalidDBSnapshotState", () => Account.DeleteSnapshot(automatic));
        Refused("InvalidExportSourceState", () => Start("export", Account.Add(Yesterday, status: "creating").Arn));
    }

    [Fact]
    public async Task EventBridge_loses_doubles_delays_and_reorders_events()
    {
        var queue = new EventQueue(Clock);
        var events = new EventBridgeDelivery(queue, new Random(1));
        List<int> arrived = [];
        for (var number = 0; number < 1000; number++)
        {
            var sent = number;
            events.Send(Midnight.AddHours(sent), () =>
            {
                arrived.Add(sent);
                return Task.CompletedTask;
            });
        }
        await queue.RunAsync();
        Assert.InRange(events.Lost, 50, 150);
        Assert.Equal(1000 - events.Lost, arrived.Distinct().Count());
        Assert.InRange(arrived.Count - arrived.Distinct().Count(), 50, 250);
        Assert.NotEqual(arrived.Order(), arrived);
    }

    FakeExport Start(string id, string arn) => Account.StartExport(
        id, arn, RdsAccount.Bucket, RdsAccount.Prefix, RdsAccount.Role, RdsAccount.Key);

    static void Refused(string code, Func<object> call) => Assert.Equal(code, Assert.Throws<RdsException>(call).Code);

    /// <summary>A call as the SDK signs it.</summary>
    static async Task<(Dictionary<string, string> Headers, string Body)> CaptureAsync()
    {
        var headers = new Dictionary<string, string>();
        var body = "";
        await using var listener = await LoopbackServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            body = await reader.ReadToEndAsync();
            headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString());
            context.Response.StatusCode = 400;
        });
        using var client = new RdsClient(new(SignatureV4.Region)
        {
            ServiceURL = listener.Address.ToString(),
            DefaultAWSCredentials = new BasicAWSCredentials(SignatureV4.KeyId, SignatureV4.Secret),
        });
        await Assert.ThrowsAsync<AmazonServiceException>(
            () => client.CallAsync(new("DescribeDBSnapshots", ("SnapshotType", "manual")), Cancel));
        return (headers, body);
    }

    async Task<string> ReplayAsync(Dictionary<string, string> headers, string body)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Rds.Address) { Content = new StringContent(body) };
        request.Content.Headers.ContentType = null;
        foreach (var (name, value) in headers.Where(h => h.Key != "Content-Length"))
        {
            if (request.Headers.TryAddWithoutValidation(name, value)) continue;
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }
        using var answer = await client.SendAsync(request, Cancel);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }
}

using Amazon.Runtime;
using Notejam.Backup.Snapshots.Rds;
using Notejam.Tests.Hosting;
using Notejam.Tests.Models;
using Notejam.Tests.Snapshots.Fakes;

namespace Notejam.Tests.Snapshots;

/// <summary>The published executable against an RDS that others have written.</summary>
[Collection(nameof(PublishedLambda))]
public sealed class MotoTests(PublishedLambda published, MotoServer moto)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task moto_accepts_the_snapshot_and_its_export()
    {
        await moto.StartAsync();
        using var client = new RdsClient(new(SignatureV4.Region)
        {
            ServiceURL = moto.Address.ToString(),
            DefaultAWSCredentials = new BasicAWSCredentials(SignatureV4.KeyId, SignatureV4.Secret),
        });
        await client.CallAsync(new("CreateDBInstance",
            ("DBInstanceIdentifier", RdsAccount.Instance),
            ("DBInstanceClass", "db.t4g.micro"),
            ("Engine", "postgres"),
            ("AllocatedStorage", "20"),
            ("MasterUsername", "notejam"),
            ("MasterUserPassword", "tulip-kettle-roof")), Cancel);

        var now = TimeProvider.System.GetUtcNow();
        var snapshot = $"{RdsAccount.Instance}-{now:yyyyMMdd}";
        Assert.Equal("created", await InvokeAsync("snapshot", new { time = now }, "outcome"));
        Assert.True((await client.FindDBSnapshotAsync(snapshot, Cancel))!.IsAvailable);
        var created = new { detail = new { EventID = "RDS-EVENT-0042", SourceIdentifier = snapshot } };
        Assert.Equal($"started {snapshot}-r1", await InvokeAsync("export", created, "outcome"));
        Assert.Equal("[]", await InvokeAsync("reconcile", new { }, "failed"));
        var exports = await client.DescribeExportTasksAsync(null, Cancel).ToListAsync(Cancel);
        Assert.Contains(exports, e => e.Identifier == $"{snapshot}-r1" && e.IsComplete);
    }

    async Task<string> InvokeAsync(string handler, object input, string property)
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        await using var function = new LambdaProcess(published, api, moto.Address, handler);
        var message = await api.InvokeAsync(input);
        Assert.True(message.IsResponse, message.Body.ToString());
        return message.Body.GetProperty(property).ToString();
    }
}

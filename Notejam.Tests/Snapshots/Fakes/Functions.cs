using System.Text.Json;
using Amazon.Runtime;
using Notejam.Backup.Snapshots;
using Notejam.Backup.Snapshots.Rds;
using Notejam.Tests.Models;

namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>The three functions, over the real client, against a fake RDS.</summary>
sealed class Functions(FakeRds rds, TimeProvider clock, int retries = 0) : IDisposable
{
    readonly RdsClient client = new(new(SignatureV4.Region)
    {
        ServiceURL = rds.Address.ToString(),
        DefaultAWSCredentials = new BasicAWSCredentials(SignatureV4.KeyId, SignatureV4.Secret),
        MaxErrorRetry = retries,
    });

    public static readonly SnapshotSettings Settings = new()
    {
        Instance = RdsAccount.Instance,
        Bucket = RdsAccount.Bucket,
        Prefix = RdsAccount.Prefix,
        RoleArn = RdsAccount.Role,
        KeyId = RdsAccount.Key,
    };

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public StringWriter Log { get; } = new();

    public Task<string> SnapshotAsync(DateTimeOffset scheduled) =>
        new SnapshotFunction(Settings, client, Log).HandleAsync(Event(new { time = scheduled }), Cancel);

    public Task<string> ExportAsync(string eventId, string snapshot)
    {
        var happened = Event(new { detail = new { EventID = eventId, SourceIdentifier = snapshot } });
        return new ExportFunction(Settings, client, Log).HandleAsync(happened, Cancel);
    }

    public Task<string> ReconcileAsync() =>
        new ReconcileFunction(Settings, client, clock, Log).HandleAsync(default, Cancel);

    static JsonElement Event(object content) => JsonSerializer.SerializeToElement(content);

    public void Dispose() => client.Dispose();
}

using Amazon.S3;
using Amazon.S3.Model;
using Notejam.Backup.Backups;
using Notejam.Backup.Stores;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Stores;

public sealed class S3StoreTests(MotoServer server, Postgres postgres) : StoreContract
{
    string bucket = "";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal override async Task<IStore> OpenAsync()
    {
        bucket = await server.CreateBucketAsync();
        return new S3Store(server.Client(), bucket, "prefix/", kmsKey: null);
    }

    protected override async Task<IEnumerable<string>> UnfinishedAsync()
    {
        using var client = server.Client();
        var request = new ListMultipartUploadsRequest { BucketName = bucket };
        var found = await client.ListMultipartUploadsAsync(request, Cancel);
        return (found.MultipartUploads ?? []).Select(u => u.Key);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(S3Upload.PartSize + 10)]
    public async Task An_object_is_encrypted_with_the_key_of_the_settings_and_carries_a_checksum(int size)
    {
        const string key = "arn:aws:kms:eu-central-1:111122223333:key/0a0a0a0a-0b0b-0c0c-0d0d-0e0e0e0e0e0e";
        await OpenAsync();
        await new S3Store(server.Client(), bucket, "", key).WriteAsync("a/b", InPieces(Bytes(size)), Cancel);
        using var client = server.Client();
        var request = new GetObjectMetadataRequest
        {
            BucketName = bucket,
            Key = "a/b",
            ChecksumMode = ChecksumMode.ENABLED,
        };
        var head = await client.GetObjectMetadataAsync(request, Cancel);
        Assert.Equal(ServerSideEncryptionMethod.AWSKMS, head.ServerSideEncryptionMethod);
        Assert.Equal(key, head.ServerSideEncryptionKeyManagementServiceKeyId);
        Assert.NotEmpty(head.ChecksumSHA256);
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_named_with_what_to_look_at()
    {
        const string Advice =
            "Look at the bucket's name, the region (AWS_REGION) and the credentials, and whether they allow this.";
        await server.CreateBucketAsync();
        var store = new S3Store(server.Client(), "no-such-bucket", "", kmsKey: null);
        Func<Task>[] uses =
        [
            () => store.OpenAsync("a", Cancel),
            () => store.WriteAsync("a", Chunks.Of([1]), Cancel),
            async () => await store.ListAsync(Cancel).GetAsyncEnumerator(Cancel).MoveNextAsync(),
        ];
        foreach (var use in uses)
        {
            var error = await Assert.ThrowsAsync<StoreException>(use);
            Assert.Contains("s3://no-such-bucket/", error.Message, StringComparison.Ordinal);
            Assert.EndsWith(Advice, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_backup_of_several_parts_comes_back_from_S3_by_the_commands()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await BackupSite.FillAsync(connection, people: 1000, notes: 100_000);
        await OpenAsync();
        Dictionary<string, string> environment = new(server.Environment)
        {
            ["ConnectionStrings__notejam"] = connection,
            ["Backup__Store"] = $"s3://{bucket}/production",
        };
        var backup = await BackupProcess.RunAsync(environment, "backup");
        Assert.True(backup.Exit == 0, backup.Errors);
        using var client = server.Client();
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = "production/" };
        var found = (await client.ListObjectsV2Async(request, Cancel)).S3Objects;
        var dump = Assert.Single(found, o => o.Key.EndsWith("/dump", StringComparison.Ordinal));
        Assert.True(dump.Size > S3Upload.PartSize, $"only {dump.Size} bytes");
        var drill = await BackupProcess.RunAsync(environment, "drill");
        Assert.True(drill.Exit == 0, drill.Errors);
        Assert.Contains("notes: 100000 rows, equal", drill.Output, StringComparison.Ordinal);
        var prune = await BackupProcess.RunAsync(environment, "prune");
        const string Nothing = "is pruned by the bucket's lifecycle rule; there is nothing to do.";
        Assert.Contains(Nothing, prune.Output, StringComparison.Ordinal);
    }
}

using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Notejam.Backup.Stores;

/// <summary>
/// A bucket, or a part of one. S3 shows an object when it is whole; SHA-256 checksums travel with every part, and a name that is
/// taken is refused by the server (If-None-Match). Nothing here deletes: objects expire by the bucket's own lifecycle.
/// </summary>
sealed class S3Store(IAmazonS3 s3, string bucket, string prefix, string? kmsKey) : IStore, IDisposable
{
    public string Name => $"s3://{bucket}/{prefix}";

    public Task WriteAsync(string key, IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancel) =>
        ReportAsync($"{key} cannot be written to", () => new S3Upload(s3, bucket, prefix + key, kmsKey).WriteAsync(content, cancel));

    public Task<Stream?> OpenAsync(string key, CancellationToken cancel) => ReportAsync($"{key} cannot be read from", async () =>
    {
        try
        {
            return (await s3.GetObjectAsync(bucket, prefix + key, cancel)).ResponseStream;
        }
        catch (AmazonS3Exception missing) when (missing.ErrorCode == "NoSuchKey")
        {
            return (Stream?)null;
        }
    });

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        ListObjectsV2Response? page = null;
        do
        {
            var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix, ContinuationToken = page?.NextContinuationToken };
            page = await ReportAsync("Backups cannot be listed in", () => s3.ListObjectsV2Async(request, cancel));
            foreach (var found in page.S3Objects ?? []) yield return found.Key[prefix.Length..];
        }
        while (page.IsTruncated == true);
    }

    public void Dispose() => s3.Dispose();

    async Task<T> ReportAsync<T>(string failure, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (AmazonS3Exception taken) when (taken.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            throw new StoreException($"{failure} {Name}: It is already there.", taken);
        }
        catch (Exception failed) when (failed is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new StoreException($"{failure} {Name}: {failed.Message} Look at the bucket's name, the region (AWS_REGION) and the credentials, and whether they allow this.", failed);
        }
    }
}

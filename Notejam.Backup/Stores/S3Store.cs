using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace Notejam.Backup.Stores;

/// <summary>
/// A bucket, or a part of one. S3 shows an object when it is whole; SHA-256 checksums travel with every part, and a
/// name that is taken is refused by the server (If-None-Match). Objects expire by the bucket's own lifecycle.
/// </summary>
sealed class S3Store(IAmazonS3 s3, string bucket, string prefix, string? kmsKey, int partSize = S3Upload.PartSize)
    : IStore, IDisposable
{
    readonly S3Bucket place = new(s3, bucket, prefix, kmsKey);
    ConditionalWrites? conditions;

    public string Name => place.Name;

    public async Task WriteAsync(string key, IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancel)
    {
        await (conditions ??= new(place)).RefuseWithoutAsync(cancel);
        using var upload = new S3Upload(place, key, partSize);
        await upload.WriteAsync(content, cancel);
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancel) =>
        place.CallAsync($"{key} cannot be read from", () => FindAsync(key, cancel), cancel);

    async Task<Stream?> FindAsync(string key, CancellationToken cancel)
    {
        try
        {
            return (await s3.GetObjectAsync(bucket, place.Path(key), cancel)).ResponseStream;
        }
        catch (AmazonS3Exception missing) when (missing.ErrorCode == "NoSuchKey")
        {
            return null;
        }
    }

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        ListObjectsV2Response? page = null;
        do
        {
            var request = new ListObjectsV2Request
            {
                BucketName = bucket,
                Prefix = prefix,
                ContinuationToken = page?.NextContinuationToken,
            };
            page = await place.CallAsync(
                "Backups cannot be listed in", () => s3.ListObjectsV2Async(request, cancel), cancel);
            foreach (var key in (page.S3Objects ?? []).Select(o => o.Key[prefix.Length..]))
            {
                if (key != ConditionalWrites.Key) yield return key;
            }
        }
        while (page.IsTruncated == true);
    }

    public Task RemoveAsync(string key, CancellationToken cancel) =>
        place.CallAsync(
            $"{key} cannot be removed from", () => s3.DeleteObjectAsync(bucket, place.Path(key), cancel), cancel);

    public void Dispose() => s3.Dispose();
}

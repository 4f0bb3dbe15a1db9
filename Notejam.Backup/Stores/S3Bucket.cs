using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace Notejam.Backup.Stores;

/// <summary>
/// A bucket, or a part of one. What fails there is a <see cref="StoreException"/> that says what, where and why.
/// </summary>
sealed class S3Bucket(IAmazonS3 s3, string bucket, string prefix, string? kmsKey)
{
    public IAmazonS3 S3 => s3;

    public string Bucket => bucket;

    public string? KmsKey => kmsKey;

    public ServerSideEncryptionMethod? Encryption { get; } = kmsKey is null ? null : ServerSideEncryptionMethod.AWSKMS;

    public string Name => $"s3://{bucket}/{prefix}";

    /// <summary>The store's name for an object.</summary>
    public string Path(string key) => prefix + key;

    /// <summary>
    /// Makes an object whose name is not taken. The checksum is a header: not every store reads what follows the body.
    /// </summary>
    public Task<PutObjectResponse> PutAsync(string key, ArraySegment<byte> content, CancellationToken cancel)
    {
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = Path(key),
            InputStream = Stream(content),
            UseChunkEncoding = false,
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
            ChecksumSHA256 = Sha256(content),
            IfNoneMatch = "*",
            ServerSideEncryptionMethod = Encryption,
            ServerSideEncryptionKeyManagementServiceKeyId = kmsKey,
        };
        return s3.PutObjectAsync(request, cancel);
    }

    /// <param name="failure">What is not so if it fails, such as "a/b cannot be read from".</param>
    /// <param name="call">
    /// Only calls of the SDK: whatever they throw, the store cannot be used; it has no common base.
    /// </param>
    /// <param name="cancel">What is cancelled is no failure of the store.</param>
    public async Task<T> CallAsync<T>(string failure, Func<Task<T>> call, CancellationToken cancel)
    {
        try
        {
            return await call();
        }
        catch (Exception failed) when (!cancel.IsCancellationRequested)
        {
            throw new StoreException($"{failure} {Name}: {S3Failure.Explain(failed)}", failed);
        }
    }

    public static string Sha256(ArraySegment<byte> content) => Convert.ToBase64String(SHA256.HashData(content));

    public static MemoryStream Stream(ArraySegment<byte> content) =>
        new(content.Array!, content.Offset, content.Count, writable: false);
}

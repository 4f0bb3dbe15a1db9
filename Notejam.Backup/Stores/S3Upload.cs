using System.Buffers;
using Amazon.S3;
using Amazon.S3.Model;

namespace Notejam.Backup.Stores;

/// <summary>One object on its way to S3: at once if it is small, else in parts. What fails or is cancelled is aborted.</summary>
sealed class S3Upload(IAmazonS3 s3, string bucket, string key, string? kmsKey)
{
    /// <summary>S3 takes 10,000 parts: this allows 80 GB, and is all that is held in memory.</summary>
    public const int PartSize = 8 * 1024 * 1024;

    readonly ServerSideEncryptionMethod? encryption = kmsKey is null ? null : ServerSideEncryptionMethod.AWSKMS;
    readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(PartSize);
    readonly List<PartETag> parts = [];
    string? upload;
    int filled;

    /// <summary>Returns the number of parts; 0 for an object that was sent at once.</summary>
    public async Task<int> WriteAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancel)
    {
        try
        {
            await foreach (var chunk in content.WithCancellation(cancel))
            {
                for (var rest = chunk; rest.Length > 0;)
                {
                    if (filled == PartSize) await SendPartAsync(cancel);
                    var taken = Math.Min(rest.Length, PartSize - filled);
                    rest[..taken].CopyTo(buffer.AsMemory(filled));
                    (filled, rest) = (filled + taken, rest[taken..]);
                }
            }
            await FinishAsync(cancel);
            return parts.Count;
        }
        catch when (upload is not null)
        {
            await AbortAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    async Task SendPartAsync(CancellationToken cancel)
    {
        upload ??= (await s3.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest
        {
            BucketName = bucket,
            Key = key,
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
            ServerSideEncryptionMethod = encryption,
            ServerSideEncryptionKeyManagementServiceKeyId = kmsKey,
        }, cancel)).UploadId;
        var number = parts.Count + 1;
        var sent = await s3.UploadPartAsync(new UploadPartRequest
        {
            BucketName = bucket,
            Key = key,
            UploadId = upload,
            PartNumber = number,
            InputStream = Filled(),
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
        }, cancel);
        parts.Add(new PartETag { PartNumber = number, ETag = sent.ETag, ChecksumSHA256 = sent.ChecksumSHA256 });
        filled = 0;
    }

    async Task FinishAsync(CancellationToken cancel)
    {
        if (upload is null)
        {
            await s3.PutObjectAsync(new PutObjectRequest
            {
                BucketName = bucket,
                Key = key,
                InputStream = Filled(),
                ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
                IfNoneMatch = "*",
                ServerSideEncryptionMethod = encryption,
                ServerSideEncryptionKeyManagementServiceKeyId = kmsKey,
            }, cancel);
            return;
        }
        await SendPartAsync(cancel);
        await s3.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = upload, PartETags = parts, IfNoneMatch = "*" }, cancel);
    }

    /// <summary>A part that is left costs storage and nothing else; the first error is the one to report.</summary>
    async Task AbortAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await s3.AbortMultipartUploadAsync(bucket, key, upload, patience.Token);
        }
        catch (Exception alsoFailed) when (alsoFailed is Amazon.Runtime.AmazonServiceException or Amazon.Runtime.AmazonClientException or HttpRequestException or OperationCanceledException)
        {
            // The lifecycle rule for incomplete uploads removes it.
        }
    }

    MemoryStream Filled() => new(buffer, 0, filled, writable: false);
}

using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace Notejam.Backup.Stores;

/// <summary>
/// One object on its way to S3: at once if it is small, else in parts. What fails or is cancelled is aborted.
/// </summary>
sealed class S3Upload(S3Bucket place, string key, int firstPart) : IDisposable
{
    /// <summary>Of the first parts; one part is all that is held in memory.</summary>
    public const int PartSize = 8 * 1024 * 1024;

    /// <summary>S3 takes 10,000 parts, so that they grow: 120 GB end at 64 MiB a part, and 4 TB fit.</summary>
    const int PartsOfASize = 1000, LargestPart = 1024 * 1024 * 1024;

    /// <summary>A conflict is another write of the same name that has not ended yet.</summary>
    const int Conflicts = 5;

    static readonly TimeSpan PauseAfterConflict = TimeSpan.FromSeconds(0.5);

    readonly string failure = $"{key} cannot be written to";
    readonly List<PartETag> parts = [];
    readonly IncrementalHash whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    byte[] buffer = ArrayPool<byte>.Shared.Rent(firstPart);
    string? upload;
    int filled;

    int Size => (int)Math.Min((long)firstPart << (parts.Count / PartsOfASize), Math.Max(LargestPart, firstPart));

    ArraySegment<byte> Filled => new(buffer, 0, filled);

    /// <summary>Returns the number of parts; 0 for an object that was sent at once.</summary>
    public async Task<int> WriteAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancel)
    {
        try
        {
            await foreach (var chunk in content.WithCancellation(cancel))
            {
                whole.AppendData(chunk.Span);
                for (var rest = chunk; rest.Length > 0;)
                {
                    if (filled == Size) await SendPartAsync(cancel);
                    var taken = Math.Min(rest.Length, Size - filled);
                    rest[..taken].CopyTo(buffer.AsMemory(filled));
                    filled += taken;
                    rest = rest[taken..];
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
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        whole.Dispose();
    }

    async Task SendPartAsync(CancellationToken cancel)
    {
        upload ??= (await place.CallAsync(failure, () => BeginAsync(cancel), cancel)).UploadId;
        var number = parts.Count + 1;
        var request = new UploadPartRequest
        {
            BucketName = place.Bucket,
            Key = place.Path(key),
            UploadId = upload,
            PartNumber = number,
            InputStream = S3Bucket.Stream(Filled),
            UseChunkEncoding = false,
            ChecksumSHA256 = S3Bucket.Sha256(Filled),
        };
        var sent = await place.CallAsync(failure, () => place.S3.UploadPartAsync(request, cancel), cancel);
        parts.Add(new PartETag(number, sent.ETag) { ChecksumSHA256 = request.ChecksumSHA256 });
        filled = 0;
        if (Size > buffer.Length) Grow();
    }

    void Grow()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = ArrayPool<byte>.Shared.Rent(Size);
    }

    Task<InitiateMultipartUploadResponse> BeginAsync(CancellationToken cancel)
    {
        var request = new InitiateMultipartUploadRequest
        {
            BucketName = place.Bucket,
            Key = place.Path(key),
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
            ServerSideEncryptionMethod = place.Encryption,
            ServerSideEncryptionKeyManagementServiceKeyId = place.KmsKey,
        };
        return place.S3.InitiateMultipartUploadAsync(request, cancel);
    }

    async Task FinishAsync(CancellationToken cancel)
    {
        if (upload is not null) await SendPartAsync(cancel);
        await place.CallAsync(failure, () => CommitAsync(cancel), cancel);
    }

    /// <summary>
    /// A name that is taken is refused; but it may be taken by this very object, when only the answer was lost.
    /// </summary>
    async Task<bool> CommitAsync(CancellationToken cancel)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                if (upload is null) await place.PutAsync(key, Filled, cancel);
                else await CompleteAsync(cancel);
                return true;
            }
            catch (AmazonS3Exception conflict)
                when (conflict.StatusCode == HttpStatusCode.Conflict && conflicts < Conflicts)
            {
                await Task.Delay(PauseAfterConflict, cancel);
            }
            catch (Exception) when (!cancel.IsCancellationRequested)
            {
                if (await IsThereAsync(cancel)) return true;
                throw;
            }
        }
    }

    Task<CompleteMultipartUploadResponse> CompleteAsync(CancellationToken cancel)
    {
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = place.Bucket,
            Key = place.Path(key),
            UploadId = upload,
            PartETags = parts,
            IfNoneMatch = "*",
        };
        return place.S3.CompleteMultipartUploadAsync(request, cancel);
    }

    /// <summary>
    /// Read and compared byte for byte, because not every store keeps checksums; it is rarely needed.
    /// </summary>
    async Task<bool> IsThereAsync(CancellationToken cancel)
    {
        try
        {
            using var found = await place.S3.GetObjectAsync(place.Bucket, place.Path(key), cancel);
            var content = await SHA256.HashDataAsync(found.ResponseStream, cancel);
            return content.AsSpan().SequenceEqual(whole.GetCurrentHash());
        }
#pragma warning disable CA1031 // What failed before is the error to report.
        catch (Exception) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    /// <summary>A part that is left costs storage and nothing else; the first error is the one to report.</summary>
    async Task AbortAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await place.S3.AbortMultipartUploadAsync(place.Bucket, place.Path(key), upload, timeout.Token);
        }
#pragma warning disable CA1031 // The lifecycle rule for incomplete uploads removes it.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}

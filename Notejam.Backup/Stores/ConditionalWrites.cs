using System.Net;
using Amazon.S3;

namespace Notejam.Backup.Stores;

/// <summary>
/// Whether a store refuses a name that is taken. In one that passes over If-None-Match a backup could overwrite
/// another; that is found out before the first write, by a small object that stays.
/// </summary>
sealed class ConditionalWrites(S3Bucket place)
{
    /// <summary>Never the name of a backup.</summary>
    public const string Key = "if-none-match";

    static readonly byte[] Content =
        "Notejam sees by this object whether the store refuses a name that is taken."u8.ToArray();

    bool known;

    public async Task RefuseWithoutAsync(CancellationToken cancel)
    {
        if (known) return;
        // The first makes the object, where there is none yet.
        known = await IsTakenAsync(cancel) || await IsTakenAsync(cancel);
        if (!known) throw new StoreException($"Nothing is written to {place.Name}: {S3Failure.Unconditional}");
    }

    Task<bool> IsTakenAsync(CancellationToken cancel) => place.CallAsync("Nothing can be written to", async () =>
    {
        try
        {
            await place.PutAsync(Key, Content, cancel);
            return false;
        }
        catch (AmazonS3Exception taken)
            when (taken.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
        {
            return true;
        }
    }, cancel);
}

using Notejam.Backup.Backups;
using Notejam.Backup.Commands;
using Notejam.Backup.Stores;
using Notejam.Tests.Stores.Faulty;

namespace Notejam.Tests.Stores;

/// <summary>
/// A backup on its way back from an S3 that goes wrong: nobody waits for ever, and what is wrong is named.
/// </summary>
public sealed class S3ReadFaultTests : WithFaultyS3
{
    [Theory]
    [InlineData("get dump", "stall")]
    [InlineData("get dump", "stall in the body")]
    [InlineData("get dump", "cut in the body")]
    [InlineData("get dump", "slow down")]
    [InlineData("get manifest.json", "stall in the body")]
    [InlineData("get manifest.json", "cut in the body")]
    [InlineData("list", "stall")]
    [InlineData("list", "cut in the body")]
    public async Task A_backup_that_cannot_be_read_ends_with_3_and_says_what_and_where(string call, string how)
    {
        Assert.Equal(ExitCode.Ok, await Attempt.StoreAsync());
        S3.Fail(call, how);
        var failed = await Assert.ThrowsAsync<StoreException>(Attempt.ReadAsync);
        Assert.Contains("s3://bucket/prefix/", failed.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Unreachable, await ExitCode.OfAsync(() => Task.FromException(failed), Cancel));
        S3.Heal();
        await Attempt.AssertStoredAsync();
    }

    [Theory]
    [InlineData("clock", "Set this machine's clock.")]
    [InlineData("region", "The region is wrong. Set AWS_REGION to the bucket's.")]
    [InlineData("redirect", "The region is wrong. Set AWS_REGION to the bucket's.")]
    [InlineData("key", "The credentials are wrong or have expired.")]
    [InlineData("signature", "The credentials are wrong or have expired.")]
    [InlineData("expired", "The credentials are wrong or have expired.")]
    [InlineData("denied", "and whether they allow this.")]
    public async Task What_S3_refuses_is_named(string how, string named)
    {
        S3.Fail("list", how);
        var refused = await Assert.ThrowsAsync<StoreException>(() => new BackupCatalog(S3.Store()).NamesAsync(Cancel));
        const string Failed = "Backups cannot be listed in s3://bucket/prefix/: ";
        Assert.StartsWith(Failed, refused.Message, StringComparison.Ordinal);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }
}

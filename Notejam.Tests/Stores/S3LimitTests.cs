using Notejam.Backup.Stores;
using Notejam.Tests.Stores.Faulty;

namespace Notejam.Tests.Stores;

/// <summary>What S3 and its likes allow, and what they must be able to do.</summary>
public sealed class S3LimitTests : WithFaultyS3
{
    [Theory]
    [InlineData(FaultyBackups.SmallPart)]
    [InlineData(S3Upload.PartSize)]
    public async Task An_object_of_another_under_the_name_is_refused_and_kept(int partSize)
    {
        S3.Objects.Set("prefix/a/dump", [1]);
        var content = StoreContract.InPieces(StoreContract.Bytes(5 * FaultyBackups.SmallPart + 1));
        var store = S3.Store(partSize: partSize);
        var refused = await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync("a/dump", content, Cancel));
        Assert.Equal("a/dump cannot be written to s3://bucket/prefix/: It is already there.", refused.Message);
        using var read = new MemoryStream();
        await (await S3.Store().OpenAsync("a/dump", Cancel))!.CopyToAsync(read, Cancel);
        Assert.Equal([1], read.ToArray());
        Assert.Equal(0, S3.Objects.Uploads);
    }

    [Fact]
    public async Task A_store_that_does_not_know_If_None_Match_is_refused_by_name_before_anything_is_written()
    {
        S3.Objects.Conditional = false;
        await AssertUnconditionalAsync("Nothing is written to s3://bucket/prefix/: ");
        S3.Objects.Conditional = true;
        S3.Fail("put if-none-match", "not implemented");
        await AssertUnconditionalAsync("Nothing can be written to s3://bucket/prefix/: ");
    }

    /// <summary>S3 takes 10,000 parts.</summary>
    [Fact]
    public async Task Parts_grow_so_that_10_001_times_the_first_fits()
    {
        const int partSize = 64;
        var large = StoreContract.Bytes(10_001 * partSize);
        await S3.Store(partSize: partSize).WriteAsync("a/dump", StoreContract.InPieces(large), Cancel);
        Assert.InRange(S3.Objects.LastPart, 3000, 5000);
        using var read = new MemoryStream();
        await (await S3.Store().OpenAsync("a/dump", Cancel))!.CopyToAsync(read, Cancel);
        Assert.Equal(large, read.ToArray());
    }

    async Task AssertUnconditionalAsync(string beginning)
    {
        var refused = await Assert.ThrowsAsync<StoreException>(
            () => S3.Store().WriteAsync("a/dump", Chunks.Of([1]), Cancel));
        Assert.StartsWith(beginning, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(S3Failure.Unconditional, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("prefix/a/dump", S3.Objects.Keys);
    }
}

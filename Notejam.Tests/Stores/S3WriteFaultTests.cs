using Notejam.Backup.Commands;
using Notejam.Backup.Stores;
using Notejam.Tests.Stores.Faulty;

namespace Notejam.Tests.Stores;

/// <summary>
/// A backup on its way to an S3 that goes wrong: it ends right, or with exit code 3, in its time, and leaves no half.
/// </summary>
public sealed class S3WriteFaultTests : WithFaultyS3
{
    const int Always = int.MaxValue;

    [Theory]
    [InlineData("put if-none-match", "lost answer", 1)]
    [InlineData("put if-none-match", "conflict", 1)]
    [InlineData("put if-none-match", "slow down", 1)]
    [InlineData("put dump", "lost answer", 1)]
    [InlineData("put dump", "lost answer", Always)]
    [InlineData("put dump", "conflict", 2)]
    [InlineData("put dump", "slow down", 1)]
    [InlineData("put dump", "cut", 1)]
    [InlineData("put dump", "stall", 1)]
    [InlineData("put manifest.json", "lost answer", 1)]
    [InlineData("put manifest.json", "lost answer", Always)]
    [InlineData("put manifest.json", "conflict", 2)]
    [InlineData("put manifest.json", "slow down", 1)]
    [InlineData("put manifest.json", "cut", 1)]
    [InlineData("put manifest.json", "stall", 1)]
    public Task A_small_backup_that_fails_once_or_whose_answer_is_lost_is_stored(string call, string how, int times) =>
        AssertStoredInSpiteOfAsync(call, how, times, S3Upload.PartSize);

    [Theory]
    [InlineData("begin dump", "slow down", 1)]
    [InlineData("begin dump", "stall", 1)]
    [InlineData("part dump", "lost answer", 1)]
    [InlineData("part dump", "slow down", 1)]
    [InlineData("part dump", "cut", 1)]
    [InlineData("part dump", "stall", 1)]
    [InlineData("complete dump", "lost answer", 1)]
    [InlineData("complete dump", "lost answer", Always)]
    [InlineData("complete dump", "conflict", 2)]
    [InlineData("complete dump", "slow down", 1)]
    [InlineData("complete dump", "error with 200", 1)]
    [InlineData("complete dump", "cut", 1)]
    [InlineData("complete dump", "stall", 1)]
    public Task A_backup_in_parts_that_fails_once_or_whose_answer_is_lost_is_stored(
        string call, string how, int times) =>
        AssertStoredInSpiteOfAsync(call, how, times, FaultyBackups.SmallPart);

    [Theory]
    [InlineData("begin dump", "denied")]
    [InlineData("part dump", "stall")]
    [InlineData("part dump", "cut")]
    [InlineData("part dump", "slow down")]
    [InlineData("complete dump", "stall")]
    [InlineData("complete dump", "error with 200")]
    [InlineData("complete dump", "conflict")]
    [InlineData("put manifest.json", "stall")]
    [InlineData("put manifest.json", "slow down")]
    [InlineData("put manifest.json", "clock")]
    public async Task A_backup_that_cannot_be_stored_ends_with_3_and_leaves_nothing(string call, string how)
    {
        S3.Fail(call, how);
        Assert.Equal(ExitCode.Unreachable, await Attempt.StoreAsync(FaultyBackups.SmallPart));
        Attempt.AssertNothingLeft();
        S3.Heal();
        Assert.Equal(ExitCode.Ok, await Attempt.StoreAsync(FaultyBackups.SmallPart));
        await Attempt.AssertStoredAsync();
    }

    async Task AssertStoredInSpiteOfAsync(string call, string how, int times, int partSize)
    {
        S3.Fail(call, how, times);
        Assert.Equal(ExitCode.Ok, await Attempt.StoreAsync(partSize));
        await Attempt.AssertStoredAsync();
    }
}

using System.Collections.Concurrent;
using System.Net;
using Notejam.Web.Accounts;
using Notejam.Web.Http;

namespace Notejam.Tests.Accounts;

public sealed class HashingQueueTests
{
    readonly HashingQueue queue = new(slots: 1);
    readonly ConcurrentQueue<string> served = new();

    [Fact]
    public async Task Networks_take_turns_so_that_a_crowd_at_one_holds_up_nobody_elsewhere()
    {
        await using var busy = await BusyAsync();
        var crowd = Enumerable.Range(1, 5).Select(i => WaitAsync(At(1), $"crowd {i}")).ToList();
        var others = new[] { WaitAsync(At(2), "here"), WaitAsync(At(3), "there") };
        await busy.EndAsync();
        await Task.WhenAll([.. crowd, .. others]);
        Assert.Equal(["crowd 1", "here", "there", "crowd 2", "crowd 3", "crowd 4", "crowd 5"], served);
    }

    [Fact]
    public async Task Of_one_network_five_wait_and_the_next_is_told_at_once()
    {
        await using var busy = await BusyAsync();
        var waiting = Enumerable.Range(0, 5).Select(_ => WaitAsync(At(1), "")).ToList();
        await Assert.ThrowsAsync<TooManyWaitException>(() => WaitAsync(At(1), ""));
        await busy.EndAsync();
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task In_a_full_queue_the_last_of_the_longest_line_gives_way()
    {
        await using var busy = await BusyAsync();
        var crowd = Enumerable.Range(0, 20).Select(i => WaitAsync(At(i / 5), $"{i}")).ToList();
        var newcomer = WaitAsync(At(9), "newcomer");
        await Assert.ThrowsAsync<TooManyWaitException>(() => crowd[4]);
        await busy.EndAsync();
        await Task.WhenAll([newcomer, .. crowd.Where((_, i) => i != 4)]);
        Assert.Contains("newcomer", served);
    }

    [Fact]
    public async Task Who_has_gone_away_is_passed_over_and_the_place_is_not_lost()
    {
        await using var busy = await BusyAsync();
        using var gone = new CancellationTokenSource();
        var away = queue.RunAsync(At(1), () => "", gone.Token);
        var next = WaitAsync(At(1), "next");
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => away);
        await busy.EndAsync();
        await next;
        await WaitAsync(At(1), "after");
        Assert.Equal(["next", "after"], served);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("fe80::1%1", "fe80::2%2", true)]
    public void A_network_is_an_address_of_version_4_or_64_bits_of_version_6(string one, string other, bool same) =>
        Assert.Equal(same, Network.Of(IPAddress.Parse(one)).Equals(Network.Of(IPAddress.Parse(other))));

    static IPAddress At(int number) => new([203, 0, 113, (byte)number]);

    Task<int> WaitAsync(IPAddress network, string name) =>
        queue.RunAsync(network, () => Serve(name), TestContext.Current.CancellationToken);

    int Serve(string name)
    {
        served.Enqueue(name);
        return 0;
    }

    /// <summary>The only place is taken until the end.</summary>
    async Task<Busy> BusyAsync()
    {
        var (begun, end) = (new TaskCompletionSource(), new ManualResetEventSlim());
        var cancel = TestContext.Current.CancellationToken;
        var hashing = Task.Run(() => queue.RunAsync(At(8), () => Hold(begun, end), cancel));
        await begun.Task;
        return new Busy(hashing, end);
    }

    static int Hold(TaskCompletionSource begun, ManualResetEventSlim end)
    {
        begun.SetResult();
        end.Wait(TestContext.Current.CancellationToken);
        return 0;
    }

    sealed class Busy(Task hashing, ManualResetEventSlim end) : IAsyncDisposable
    {
        public async Task EndAsync()
        {
            end.Set();
            await hashing;
        }

        public async ValueTask DisposeAsync()
        {
            await EndAsync();
            end.Dispose();
        }
    }
}

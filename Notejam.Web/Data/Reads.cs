using Notejam.Web.Accounts;
using Npgsql;
using Polly;
using Polly.Retry;

namespace Notejam.Web.Data;

/// <summary>
/// What this request has read. A page asks for what it shows; where that was read together with the session already, as
/// for every page that is asked for by its address, it is here.
/// </summary>
sealed class Reads(NpgsqlDataSource database, CurrentUser user)
{
    /// <summary>As for EF (<see cref="Database"/>): over a failed-over connection, but not after a time-out.</summary>
    static readonly ResiliencePipeline QuickRetry = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(
            e => e is { IsTransient: true, InnerException: not TimeoutException }),
        MaxRetryAttempts = Database.Retries,
        Delay = TimeSpan.FromMilliseconds(150),
    }).Build();

    readonly Dictionary<Read, object?> answers = [];

    public async ValueTask<T> GetAsync<T>(Read<T> read)
    {
        if (!answers.TryGetValue(read, out var answer))
        {
            await AskAsync(user.Id, [read], CancellationToken.None);
            answer = answers[read];
        }
        return (T)answer!;
    }

    /// <summary>Asks for several in one round trip.</summary>
    public async Task AskAsync(Guid owner, IReadOnlyList<Read> reads, CancellationToken cancel) =>
        await QuickRetry.ExecuteAsync(token => TryAsync(owner, reads, token), cancel);

    /// <summary>Whoever asked for them has no session.</summary>
    public void Forget() => answers.Clear();

    async ValueTask TryAsync(Guid owner, IReadOnlyList<Read> reads, CancellationToken cancel)
    {
        await using var batch = database.CreateBatch();
        batch.Add(reads, owner);
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        foreach (var read in reads)
        {
            answers[read] = await read.AnswerAsync(rows, cancel);
            await rows.NextResultAsync(cancel);
        }
    }
}

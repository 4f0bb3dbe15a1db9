using Notejam.Web.Accounts;
using Npgsql;

namespace Notejam.Web.Data;

/// <summary>
/// What this request has read. A page asks for what it shows; where that was read together with the session already, as
/// for every page that is asked for by its address, it is here.
/// </summary>
sealed class Reads(NpgsqlDataSource database, CurrentUser user)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

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

    /// <summary>
    /// Asks for several in one round trip; as EF does (<see cref="Database"/>), twice more over connections that have
    /// failed over, but not after a time-out.
    /// </summary>
    public async Task AskAsync(Guid owner, IReadOnlyList<Read> reads, CancellationToken cancel)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                await TryAsync(owner, reads, cancel);
                return;
            }
            catch (NpgsqlException failed)
                when (retries < Database.Retries && failed is { IsTransient: true, InnerException: not TimeoutException })
            {
                await Task.Delay(Pause, cancel);
            }
        }
    }

    /// <summary>Whoever asked for them has no session.</summary>
    public void Forget() => answers.Clear();

    async Task TryAsync(Guid owner, IReadOnlyList<Read> reads, CancellationToken cancel)
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

using System.Net;

namespace Notejam.Web.Accounts;

/// <summary>
/// Lets few hash passwords at once: ten sign-ins a second fill a core. Networks take turns, so that a crowd at one
/// address holds up nobody elsewhere; and nobody waits long, because few may wait.
/// </summary>
sealed class HashingQueue(int slots)
{
    const int MostWaiting = 20;
    const int MostWaitingOfOneNetwork = 5;

    readonly Lock gate = new();

    /// <summary>Who waits, by network, in the order of their turns; no line is empty.</summary>
    readonly List<Line> lines = [];

    int free = slots;

    /// <summary>A core stays free for the pages of everybody else.</summary>
    public static int CoresToSpare => Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>Hashes when it is this network's turn. A place is held while hashing and for nothing else.</summary>
    /// <exception cref="TooManyWaitException">
    /// At once, or when another network that waits less takes the place in the queue.
    /// </exception>
    public async Task<T> RunAsync<T>(IPAddress network, Func<T> hash, CancellationToken cancel)
    {
        await EnterAsync(network, cancel);
        try
        {
            return hash();
        }
        finally
        {
            Leave();
        }
    }

    Task EnterAsync(IPAddress network, CancellationToken cancel)
    {
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return Task.CompletedTask;
            }
            var line = lines.Find(l => l.Network.Equals(network)) ?? new Line(network);
            if (line.Count >= MostWaitingOfOneNetwork || !HasRoomFor(line)) throw new TooManyWaitException();
            if (line.Count == 0) lines.Add(line);
            return line.JoinAsync(cancel);
        }
    }

    /// <summary>In a full queue, the last of the longest line gives way to somebody of a shorter one.</summary>
    bool HasRoomFor(Line newcomers)
    {
        if (lines.Sum(l => l.Count) < MostWaiting) return true;
        var longest = lines.MaxBy(l => l.Count)!;
        if (longest.Count <= newcomers.Count + 1) return false;
        longest.TurnLastAway();
        return true;
    }

    void Leave()
    {
        lock (gate)
        {
            while (lines.Count > 0)
            {
                var line = lines[0];
                lines.RemoveAt(0);
                var entered = line.LetFirstIn();
                if (line.Count > 0) lines.Add(line);
                if (entered) return;
            }
            free++;
        }
    }

    /// <summary>Those of one network, first come, first served.</summary>
    sealed class Line(IPAddress network)
    {
        readonly LinkedList<TaskCompletionSource> waiting = new();

        public IPAddress Network => network;
        public int Count => waiting.Count;

        public async Task JoinAsync(CancellationToken cancel)
        {
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.AddLast(turn);
            await using var gone = cancel.UnsafeRegister(_ => turn.TrySetCanceled(cancel), null);
            await turn.Task;
        }

        /// <summary>False if the first has gone away meanwhile.</summary>
        public bool LetFirstIn()
        {
            var first = waiting.First!.Value;
            waiting.RemoveFirst();
            return first.TrySetResult();
        }

        public void TurnLastAway()
        {
            var last = waiting.Last!.Value;
            waiting.RemoveLast();
            last.TrySetException(new TooManyWaitException());
        }
    }
}

/// <summary>Too many wait to have a password hashed: come back in a moment.</summary>
sealed class TooManyWaitException() : Exception("Too many wait to have a password hashed.");

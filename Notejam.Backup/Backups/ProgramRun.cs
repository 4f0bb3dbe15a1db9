using System.Diagnostics;
using System.Runtime.CompilerServices;
using Notejam.Backup.Stores;

namespace Notejam.Backup.Backups;

/// <summary>A running program; disposing it ends it.</summary>
sealed class ProgramRun : IAsyncDisposable
{
    readonly Process process;
    readonly string what;
    readonly Task<string> complaints;
    readonly CancellationTokenRegistration cancellation;
    bool listens = true;

    /// <param name="process">Just started, with all its streams redirected.</param>
    /// <param name="what">What an error calls it.</param>
    /// <param name="cancel">
    /// Kills it: a read or write of a pipe cannot be cancelled everywhere, but ends with the program.
    /// </param>
    public ProgramRun(Process process, string what, CancellationToken cancel)
    {
        this.process = process;
        this.what = what;
        complaints = process.StandardError.ReadToEndAsync(CancellationToken.None);
        cancellation = cancel.Register(process.Kill);
    }

    /// <summary>What it writes. Its failure is the reader's: whoever has read to the end has all of it.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> OutputAsync(
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var chunk in process.StandardOutput.BaseStream.ChunksAsync(cancel)) yield return chunk;
        await EndAsync(cancel);
    }

    /// <summary>Gives it input for as long as it wants any.</summary>
    public async Task GiveAsync(ReadOnlyMemory<byte> input, CancellationToken cancel)
    {
        if (!listens) return;
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancel);
        }
        catch (IOException)
        {
            // It has ended or closed its input: why, says its exit code.
            listens = false;
        }
    }

    /// <summary>Ends its input, waits for it, and returns what it printed that was not read.</summary>
    /// <exception cref="ProgramException">It failed.</exception>
    public async Task<string> EndAsync(CancellationToken cancel)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            listens = false;
        }
        var rest = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0
            ? rest
            : throw new ProgramException($"{what} ended with {process.ExitCode}: {(await complaints).Trim()}");
    }

    public async ValueTask DisposeAsync()
    {
        await cancellation.DisposeAsync();
        process.Kill();
        await process.WaitForExitAsync();
        await complaints;
        process.Dispose();
    }
}

/// <summary>One of PostgreSQL's programs failed; the message holds what it said.</summary>
sealed class ProgramException(string message) : Exception(message);

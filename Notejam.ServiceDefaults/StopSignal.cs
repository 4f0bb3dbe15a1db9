using System.Runtime.InteropServices;

namespace Notejam.ServiceDefaults;

/// <summary>
/// SIGTERM and Ctrl-C from the first line of the program on. The host listens for them only once it is started, and
/// before that .NET would end the process at once and leave behind what it has started. A second one still does that.
/// </summary>
public sealed class StopSignal : IDisposable
{
    readonly CancellationTokenSource source = new();
    readonly PosixSignalRegistration[] registrations;

    /// <summary>Of a process that was stopped before it started: 128 and the signal's number, as in shells.</summary>
    int exitCode = 143;

    StopSignal() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
    ];

    /// <summary>
    /// Runs a program to its end and returns its exit code: 1 for a wrong setting, told in a line, and 143 or 130 where
    /// SIGTERM or Ctrl-C stopped it before it had started.
    /// </summary>
    /// <param name="program">It, until the signal.</param>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> program)
    {
        using var stop = new StopSignal();
        try
        {
            return await program(stop.source.Token);
        }
        catch (ConfigurationException wrong)
        {
            await Console.Error.WriteLineAsync($"Notejam cannot start: {wrong.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            return stop.exitCode;
        }
    }

    void Stop(PosixSignalContext signal)
    {
        if (source.IsCancellationRequested) return;
        signal.Cancel = true;
        if (signal.Signal == PosixSignal.SIGINT) exitCode = 130;
        source.Cancel();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }
}

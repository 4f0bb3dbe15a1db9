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

    /// <summary>Listens until it is disposed.</summary>
    public StopSignal() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
    ];

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>
    /// What a process says that was stopped before it had started: 128 and the signal's number, as shells do.
    /// </summary>
    public int ExitCode { get; private set; } = 143;

    void Stop(PosixSignalContext signal)
    {
        if (source.IsCancellationRequested) return;
        signal.Cancel = true;
        if (signal.Signal == PosixSignal.SIGINT) ExitCode = 130;
        source.Cancel();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }
}

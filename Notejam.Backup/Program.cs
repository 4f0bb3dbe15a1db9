using System.CommandLine;
using Notejam.Backup.Commands;

namespace Notejam.Backup;

/// <summary>Named, because the tests see the web application's Program too.</summary>
static class Program
{
    static Task<int> Main(string[] args) => CommandLine.Root().Parse(args).InvokeAsync(new InvocationConfiguration
    {
        // Time for what Ctrl-C interrupts to leave nothing half done.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
        EnableDefaultExceptionHandler = false,
    });
}

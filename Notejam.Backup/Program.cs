using Notejam.Backup.Commands;

namespace Notejam.Backup;

/// <summary>Named, because the tests see the web application's Program too.</summary>
static class Program
{
    static Task<int> Main(string[] args) => CommandLine.RunAsync(args);
}

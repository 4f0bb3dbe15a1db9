using Notejam.Backup.Backups;
using Notejam.Backup.Commands;
using Notejam.Backup.Snapshots;

namespace Notejam.Backup;

/// <summary>In a namespace, because the tests see the web application's Program too.</summary>
static class Program
{
    static Task<int> Main(string[] args)
    {
        // Which database is meant, only the connection string says.
        foreach (string variable in Environment.GetEnvironmentVariables().Keys)
        {
            if (ConnectionSettings.IsRead(variable)) Environment.SetEnvironmentVariable(variable, null);
        }
        return Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is { Length: > 0 } api
            ? LambdaHost.RunAsync(api)
            : CommandLine.RunAsync(args);
    }
}

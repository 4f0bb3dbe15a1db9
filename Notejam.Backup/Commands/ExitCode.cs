using Amazon.Runtime;
using Notejam.Backup.Backups;
using Notejam.Backup.Stores;
using Notejam.ServiceDefaults;
using Notejam.ServiceDefaults.Telemetry;
using Npgsql;

namespace Notejam.Backup.Commands;

/// <summary>What a script learns from the end of a command.</summary>
static class ExitCode
{
    public const int Ok = 0, Usage = 1, BadBackup = 2, Unreachable = 3, Interrupted = 130;

    public const string Help = """
        Exit codes:
          0    done
          1    wrong usage or settings
          2    there is no good backup, or one differs from what was backed up
          3    the database or the store cannot be reached, or a program of PostgreSQL failed
          130  interrupted

        """;

    /// <summary>Runs a command, and says in one line why it failed.</summary>
    public static async Task<int> OfAsync(Func<Task> command, CancellationToken cancel)
    {
        try
        {
            await command();
            return Ok;
        }
        catch (Exception failed) when (Of(failed, cancel) is { } code)
        {
            await Console.Error.WriteLineAsync(code == Interrupted
                ? "Interrupted; nothing half done is left."
                : $"Notejam.Backup: {AddressRedactor.Redact(failed.Message)}");
            return code;
        }
    }

    /// <summary>Whether its message is all that an operator needs.</summary>
    public static bool IsExpected(Exception failed) => Of(failed, CancellationToken.None) is not null;

    static int? Of(Exception failed, CancellationToken cancel) => failed switch
    {
        // On a terminal Ctrl-C also ends pg_dump, whose failure is then not the news.
        _ when cancel.IsCancellationRequested => Interrupted,
        ConfigurationException or UnauthorizedAccessException => Usage,
        BadBackupException => BadBackup,
        StoreException or ProgramException or DatabaseException or NpgsqlException => Unreachable,
        AmazonClientException or IOException or TimeoutException => Unreachable,
        _ => null,
    };
}

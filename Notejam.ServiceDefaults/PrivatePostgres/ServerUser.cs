using System.Diagnostics;

namespace Notejam.ServiceDefaults.PrivatePostgres;

/// <summary>
/// Runs the server's programs, as an unprivileged user where we are root: PostgreSQL refuses to run as root.
/// </summary>
sealed class ServerUser
{
    readonly string[] asUser;
    readonly string? name;

    ServerUser(string? name, string[] asUser)
    {
        this.name = name;
        this.asUser = asUser;
    }

    public static ServerUser Current()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return new ServerUser(null, []);
        var accounts = File.ReadLines("/etc/passwd").Select(l => l.Split(':')).Where(f => f.Length > 3).ToList();
        var account = accounts.Find(f => f[0] == "postgres") ?? accounts.Find(f => f[0] == "nobody")
            ?? throw new ConfigurationException(
                "PostgreSQL cannot run as root, and this machine has neither a user 'postgres' nor 'nobody'. " +
                "Run Notejam as an ordinary user.");
        string[] asUser = ["setpriv", $"--reuid={account[2]}", $"--regid={account[3]}", "--clear-groups", "--"];
        return new ServerUser(account[0], asUser);
    }

    /// <summary>Makes a folder the server's user's own, and makes sure that this user can get there.</summary>
    public async Task OwnAsync(string folder, CancellationToken cancel)
    {
        if (name is null) return;
        await CheckedAsync(Command("chown", "-R", name, folder), cancel);
        var (exit, _) = await RunAsync(Command([.. asUser, "test", "-w", folder]), cancel);
        if (exit != 0)
            throw new ConfigurationException(
                $"The folder {folder} cannot be reached by the user '{name}', who runs PostgreSQL here. " +
                $"Let others pass through the folders above it (chmod a+x {Closed(folder)}), " +
                "or set NOTEJAM_DATA to another one, such as /var/lib/notejam.");
    }

    /// <summary>The folders above that the server's user cannot pass, outermost first.</summary>
    static string Closed(string folder)
    {
        var closed = new Stack<string>();
        for (var above = Path.GetDirectoryName(folder); above is not null; above = Path.GetDirectoryName(above))
        {
            if (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(above).HasFlag(UnixFileMode.OtherExecute))
                closed.Push(above);
        }
        return string.Join(' ', closed);
    }

    /// <summary>
    /// Runs one of PostgreSQL's programs to its end, in a folder and for a cluster. The cluster's name goes through the
    /// environment: pg_ctl would put an argument into a command line of the shell, where a $ in it means something.
    /// </summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it printed.</exception>
    public Task RunAsServerAsync(string folder, string cluster, string[] command, CancellationToken cancel)
    {
        var start = Command([.. asUser, .. command]);
        start.WorkingDirectory = folder;
        start.Environment["PGDATA"] = cluster;
        return CheckedAsync(start, cancel);
    }

    static ProcessStartInfo Command(params string[] command) =>
        new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };

    static async Task CheckedAsync(ProcessStartInfo start, CancellationToken cancel)
    {
        var (exit, output) = await RunAsync(start, cancel);
        if (exit == 0) return;
        var command = $"{start.FileName} {string.Join(' ', start.ArgumentList)}";
        throw new InvalidOperationException($"{command} ended with {exit}:\n{output}");
    }

    /// <summary>Who gives up leaves nothing running.</summary>
    static async Task<(int Exit, string Output)> RunAsync(ProcessStartInfo start, CancellationToken cancel)
    {
        using var process = Process.Start(start)!;
        await using var end = cancel.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        cancel.ThrowIfCancellationRequested();
        return (process.ExitCode, await output + await errors);
    }
}

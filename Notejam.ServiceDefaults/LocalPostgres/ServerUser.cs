using System.Diagnostics;

namespace Notejam.ServiceDefaults.LocalPostgres;

/// <summary>Runs the server's programs, as an unprivileged user where we are root: PostgreSQL refuses to run as root.</summary>
sealed class ServerUser
{
    readonly string[] asUser;
    readonly string? name;

    ServerUser(string? name, string[] asUser) => (this.name, this.asUser) = (name, asUser);

    public static ServerUser Current()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return new ServerUser(null, []);
        var accounts = File.ReadLines("/etc/passwd").Select(l => l.Split(':')).Where(f => f.Length > 3).ToList();
        var account = accounts.Find(f => f[0] == "postgres") ?? accounts.Find(f => f[0] == "nobody")
            ?? throw new ConfigurationException("PostgreSQL cannot run as root, and this machine has neither a user 'postgres' nor 'nobody'. Run Notejam as an ordinary user.");
        return new ServerUser(account[0], ["setpriv", $"--reuid={account[2]}", $"--regid={account[3]}", "--clear-groups", "--"]);
    }

    /// <summary>Makes a folder the server's user's own, and makes sure that this user can get there.</summary>
    public async Task OwnAsync(string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        if (name is null) return;
        await RunAsync(null, ["chown", "-R", name, folder], cancel);
        var (exit, _) = await StartAsync(folder: null, [.. asUser, "test", "-w", folder], cancel);
        if (exit != 0)
            throw new ConfigurationException($"The folder {folder} cannot be reached by the user '{name}', who runs PostgreSQL here. Set NOTEJAM_DATA to a folder that everybody may enter, such as /var/lib/notejam.");
    }

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it printed.</exception>
    public Task<string> RunAsServerAsync(string folder, string[] command, CancellationToken cancel) => RunAsync(folder, [.. asUser, .. command], cancel);

    static async Task<string> RunAsync(string? folder, string[] command, CancellationToken cancel)
    {
        var (exit, output) = await StartAsync(folder, command, cancel);
        return exit == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {exit}:\n{output}");
    }

    static async Task<(int Exit, string Output)> StartAsync(string? folder, string[] command, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, await output + await errors);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace Notejam.ServiceDefaults.PrivatePostgres;

/// <summary>
/// The files of a private server: its cluster, its password, its log, and the lock that lets one process start it.
/// </summary>
sealed class ServerFolder(string root)
{
    public string Root => root;
    public string Cluster => Path.Combine(root, "cluster");
    public string PasswordFile => Path.Combine(root, "password");
    public string Log => Path.Combine(root, LogFile);
    public const string LogFile = "server.log";
    string VersionFile => Path.Combine(Cluster, "PG_VERSION");
    string PortFile => Path.Combine(root, "port");
    string PidFile => Path.Combine(Cluster, "postmaster.pid");

    /// <summary>The version that made the cluster, or null where there is none yet.</summary>
    /// <exception cref="ConfigurationException">It does not say which.</exception>
    public int? Major => !File.Exists(VersionFile) ? null
        : int.TryParse(File.ReadAllText(VersionFile), CultureInfo.InvariantCulture, out var major) ? major
        : throw new ConfigurationException(
            $"{VersionFile} is damaged: it names no version of PostgreSQL, such as 17. " +
            $"Write it there, or move {root} away and restore a backup.");

    public string Password => File.Exists(PasswordFile) ? File.ReadAllText(PasswordFile).Trim()
        : throw new ConfigurationException(
            $"{PasswordFile} is missing, so nobody can use the server in {root}. " +
            "Bring the file back, or move the folder away and restore a backup.");

    public Task WritePasswordAsync(string password) =>
        PrivateFile.WriteAsync(
            PasswordFile, async file => await file.WriteAsync(Encoding.ASCII.GetBytes(password)), overwrite: true);

    /// <summary>The port in the pid file; the file may be stale.</summary>
    public int? Port => File.Exists(PidFile) ? PortIn(File.ReadLines(PidFile).Skip(3).FirstOrDefault()) : null;

    /// <summary>
    /// The port of the last start: kept, so that a restarted server is found by whoever knew it. Any other will do too,
    /// so a damaged file is no reason to stop.
    /// </summary>
    public int? LastPort
    {
        get => File.Exists(PortFile) ? PortIn(File.ReadAllText(PortFile)) : null;
        set => File.WriteAllText(PortFile, value?.ToString(CultureInfo.InvariantCulture));
    }

    static int? PortIn(string? text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort
            ? port : null;

    public bool HasPidFile => File.Exists(PidFile);

    /// <summary>
    /// Removes a pid file that a killed server left. PostgreSQL itself refuses to start when the number now belongs to
    /// another process or to a zombie; the caller has seen that no process of this cluster is left.
    /// </summary>
    public void RemoveStalePidFile() => File.Delete(PidFile);

    /// <summary>
    /// Whether any process of the server still runs, its backends included: they work in the cluster's folder.
    /// </summary>
    public bool HasProcess() => OperatingSystem.IsLinux()
        ? Directory.EnumerateDirectories("/proc").Any(WorksInCluster)
        : File.Exists(PidFile)
            && int.TryParse(File.ReadLines(PidFile).FirstOrDefault(), out var pid)
            && IsPostgres(pid);

    bool WorksInCluster(string process)
    {
        try
        {
            var pidFile = Path.Combine(process, "cwd", "postmaster.pid");
            return File.Exists(pidFile) && File.ReadAllText(pidFile) == File.ReadAllText(PidFile);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    static bool IsPostgres(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.ProcessName.Contains("postgres", StringComparison.OrdinalIgnoreCase);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>
    /// Waits until no other process prepares this folder. Nobody but the server's user may enter it: who can read a
    /// file can lock it, too.
    /// </summary>
    public async Task<FileStream> LockAsync(CancellationToken cancel)
    {
        try
        {
            DataFolder.Make(root);
            for (var left = 600; ; left--)
            {
                if (TryOpen("lock", alone: true) is { } mine) return mine;
                if (left == 0)
                    throw new ConfigurationException(
                        $"Another process has been preparing {root} for a minute. " +
                        "End it, or set NOTEJAM_DATA to another folder.");
                await Task.Delay(100, cancel);
            }
        }
        catch (Exception unusable) when (unusable is UnauthorizedAccessException or IOException)
        {
            throw new ConfigurationException(
                $"The folder {root} cannot be used: {unusable.Message} " +
                "Set NOTEJAM_DATA to a folder that this user may write to.");
        }
    }

    /// <summary>
    /// Held by every process that uses the server, for as long as it does; a killed one lets go by itself.
    /// </summary>
    public FileStream Use() =>
        TryOpen("users", alone: false)
            ?? throw new InvalidOperationException($"The server in {root} is being stopped.");

    /// <summary>Not null if nobody uses the server any more, and until it is disposed nobody can begin to.</summary>
    public FileStream? TryBeLast() => TryOpen("users", alone: true);

    /// <summary>Null while another process holds the file in a way that excludes this one.</summary>
    FileStream? TryOpen(string name, bool alone)
    {
        try
        {
            var access = alone ? FileAccess.ReadWrite : FileAccess.Read;
            var share = alone ? FileShare.None : FileShare.Read;
            return new FileStream(Path.Combine(root, name), FileMode.OpenOrCreate, access, share);
        }
        catch (IOException held) when (held is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
    }
}

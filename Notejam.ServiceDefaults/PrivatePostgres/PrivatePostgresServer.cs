using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Notejam.ServiceDefaults.PrivatePostgres;

/// <summary>
/// A private PostgreSQL server for development and tests, on loopback, with a generated password. It is made on first
/// use, reused while it runs, repaired after a kill, and stopped by the last process that uses it.
/// </summary>
public sealed class PrivatePostgresServer : IAsyncDisposable
{
    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    readonly ServerFolder folder;
    readonly PostgresBinaries binaries;
    readonly ServerUser user = ServerUser.Current();
    FileStream? use;

    PrivatePostgresServer(ServerFolder folder, PostgresBinaries binaries)
    {
        this.folder = folder;
        this.binaries = binaries;
    }

    /// <summary>The major version of the server.</summary>
    public int Major => binaries.Major;

    /// <summary>The folder of the server.</summary>
    public string Folder => folder.Root;

    /// <summary>The file of the server's log.</summary>
    public string Log => folder.Log;

    /// <summary>The TCP port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>Starts the server of a folder, or finds it running.</summary>
    /// <param name="path">The server's own folder; made if it is missing.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ConfigurationException">
    /// No PostgreSQL programs, or a folder that the server cannot use.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The server did not start; the message holds what it said.
    /// </exception>
    public static async Task<PrivatePostgresServer> StartAsync(string path, CancellationToken cancel = default)
    {
        var folder = new ServerFolder(Path.GetFullPath(path));
        var server = new PrivatePostgresServer(folder, PostgresBinaries.Find(folder.Major));
        await server.PrepareAsync(cancel);
        if (!cancel.IsCancellationRequested) return server;
        await server.DisposeAsync();
        throw new OperationCanceledException(cancel);
    }

    async Task PrepareAsync(CancellationToken cancel)
    {
        await using var only = await folder.LockAsync(cancel);
        await user.OwnAsync(folder.Root, cancel);
        if (folder.Major is null) await InitialiseAsync(cancel);
        // If it is missing that is said before anything is started.
        _ = folder.Password;
        if (!await IsRunningAsync(cancel)) await LaunchAsync();
        use = folder.Use();
        // What root has written meanwhile is read by programs that do not run as root. Not given up: it could not be
        // stopped.
        await user.OwnAsync(folder.Root, CancellationToken.None);
    }

    /// <summary>The connection string of one of the server's databases.</summary>
    /// <param name="database">Its name.</param>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = "notejam",
        Password = folder.Password,
        Database = database,
    }.ConnectionString;

    /// <summary>Makes a database unless it is there.</summary>
    /// <param name="database">Its name: a plain identifier.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task EnsureDatabaseAsync(string database, CancellationToken cancel = default)
    {
        await using var admin = Admin(StartTimeout);
        await using var exists = admin.CreateCommand("SELECT 1 FROM pg_database WHERE datname = $1");
        exists.Parameters.Add(new() { Value = database });
        if (await exists.ExecuteScalarAsync(cancel) is not null) return;
        var name = new NpgsqlCommandBuilder().QuoteIdentifier(database);
#pragma warning disable CA2100 // An identifier cannot be a parameter; it is quoted.
        await using var create = admin.CreateCommand($"CREATE DATABASE {name}");
#pragma warning restore CA2100
        await create.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Stops the server unless somebody else still uses it; open connections are closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (use is null) return;
        await using var only = await folder.LockAsync(CancellationToken.None);
        await use.DisposeAsync();
        use = null;
        await using var last = folder.TryBeLast();
        if (last is null || !folder.HasPidFile) return;
        await PgCtlAsync("stop", "-m", "fast", "-w");
    }

    /// <summary>Named, because metrics otherwise carry the connection string as the name of the pool.</summary>
    NpgsqlDataSource Admin(TimeSpan timeout)
    {
        var settings = $"{ConnectionString("postgres")};Pooling=false;Timeout={timeout.TotalSeconds}";
        return new NpgsqlDataSourceBuilder(settings) { Name = "private server" }.Build();
    }

    async Task InitialiseAsync(CancellationToken cancel)
    {
        // In a folder beside, then renamed: an interrupted initdb leaves nothing that looks like a cluster.
        var unfinished = folder.Cluster + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        await folder.WritePasswordAsync(RandomNumberGenerator.GetHexString(32, lowercase: true));
        await user.OwnAsync(folder.Root, cancel);
        var locale = OperatingSystem.IsLinux() ? "C.UTF-8" : OperatingSystem.IsMacOS() ? "en_US.UTF-8" : "C";
        await user.RunAsServerAsync(folder.Root, unfinished,
            [
                binaries.Program("initdb"), "-U", "notejam", "-A", "scram-sha-256",
                $"--pwfile={folder.PasswordFile}", "-E", "UTF8", $"--locale={locale}",
            ], cancel);
        await File.AppendAllTextAsync(
            Path.Combine(unfinished, "postgresql.conf"),
            "\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n", cancel);
        Directory.Move(unfinished, folder.Cluster);
    }

    /// <summary>
    /// Decides whether a pid file means a running server, one that is still recovering, or one that was killed.
    /// </summary>
    async Task<bool> IsRunningAsync(CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(StartTimeout);
        while (folder.HasPidFile)
        {
            if (folder.Port is { } port && await AnswersAsync(port, timeout.Token)) return true;
            if (!folder.HasProcess()) folder.RemoveStalePidFile();
            else if (timeout.IsCancellationRequested) throw NoAnswer();
            else await Task.Delay(100, cancel);
        }
        return false;
    }

    InvalidOperationException NoAnswer() =>
        new($"The PostgreSQL server in {folder.Root} runs but does not answer. Its log is {folder.Log}.");

    async Task<bool> AnswersAsync(int port, CancellationToken cancel)
    {
        Port = port;
        try
        {
            await using var admin = Admin(TimeSpan.FromSeconds(10));
            await using var connection = await admin.OpenConnectionAsync(cancel);
            return true;
        }
        catch (Exception notYet) when (notYet is NpgsqlException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>To its end, also for who gives up meanwhile: only then can it be stopped.</summary>
    async Task LaunchAsync()
    {
        Port = folder.LastPort is { } last && IsFree(last) ? last : FreePort();
        try
        {
            await PgCtlAsync("start", "-w", "-t", "60", "-l", ServerFolder.LogFile, "-o", $"-p {Port}");
        }
        catch (InvalidOperationException failed)
        {
            var log = File.Exists(folder.Log) ? string.Join('\n', File.ReadLines(folder.Log).TakeLast(10)) : "";
            throw new InvalidOperationException($"{failed.Message}\n{log}", failed);
        }
        folder.LastPort = Port;
    }

    Task PgCtlAsync(params string[] command) =>
        user.RunAsServerAsync(
            folder.Root, folder.Cluster, [binaries.Program("pg_ctl"), .. command], CancellationToken.None);

    static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

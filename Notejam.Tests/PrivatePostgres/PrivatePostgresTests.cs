using Notejam.ServiceDefaults;
using Notejam.ServiceDefaults.PrivatePostgres;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.PrivatePostgres;

/// <summary>A private server: made, reused, stopped, killed and repaired. Each test has a server of its own.</summary>
public sealed class PrivatePostgresTests : IAsyncDisposable
{
    readonly string folder = Path.Combine(TempFolder.Create("local"), "postgres");

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await ServerProcesses.KillAsync(Cluster);
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    [Fact]
    public async Task It_listens_on_loopback_only_and_wants_its_generated_password()
    {
        await using var server = await PrivatePostgresServer.StartAsync(folder, Cancel);
        var connection = server.ConnectionString("postgres") + ";Pooling=false";
        Assert.Equal("127.0.0.1", await SettingAsync("listen_addresses"));
        Assert.Equal("", await SettingAsync("unix_socket_directories"));
        Assert.Equal("UTF8", await SettingAsync("server_encoding"));
        var wrong = connection + ";Password=wrong";
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Postgres.ExecuteAsync(wrong, "SELECT 1"));
        if (OperatingSystem.IsWindows()) return;
        var mode = File.GetUnixFileMode(Path.Combine(folder, "password"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);

        Task<string> SettingAsync(string name) =>
            Postgres.ScalarAsync<string>(connection, $"SELECT current_setting('{name}')");
    }

    [Fact]
    public async Task It_never_runs_as_root()
    {
        await using var server = await PrivatePostgresServer.StartAsync(folder, Cancel);
        Assert.NotEmpty(ServerProcesses.In(Cluster));
        var statuses = ServerProcesses.In(Cluster).Select(pid => File.ReadAllText($"/proc/{pid}/status"));
        Assert.All(statuses, s => Assert.DoesNotContain("Uid:\t0\t", s, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_only_user_stops_it_and_the_data_stay()
    {
        await using (var server = await PrivatePostgresServer.StartAsync(folder, Cancel)) await WriteAsync(server);
        Assert.Empty(ServerProcesses.In(Cluster));
        await using var again = await PrivatePostgresServer.StartAsync(folder, Cancel);
        Assert.Equal(42, await ReadAsync(again));
    }

    [Fact]
    public async Task Of_several_users_the_last_one_stops_it()
    {
        var first = await PrivatePostgresServer.StartAsync(folder, Cancel);
        await WriteAsync(first);
        var second = await PrivatePostgresServer.StartAsync(folder, Cancel);
        await first.DisposeAsync();
        Assert.Equal((first.Port, 42), (second.Port, await ReadAsync(second)));
        await second.DisposeAsync();
        // pg_ctl waits until the pid file is gone; the process ends just after.
        await Until.TrueAsync(() => ServerProcesses.In(Cluster).Count == 0);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_is_named()
    {
        await File.WriteAllTextAsync(folder, "", Cancel);
        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => PrivatePostgresServer.StartAsync(folder, Cancel));
        Assert.StartsWith($"The folder {folder} cannot be used: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_that_start_at_once_share_one_server()
    {
        var starts = Enumerable.Range(0, 3).Select(_ => PrivatePostgresServer.StartAsync(folder, Cancel));
        var servers = await Task.WhenAll(starts);
        Assert.Single(servers.Select(s => s.Port).Distinct());
        foreach (var server in servers) await server.DisposeAsync();
    }

    [Fact]
    public async Task After_a_kill_it_starts_again_on_the_same_port_with_what_was_committed()
    {
        await using var killed = await PrivatePostgresServer.StartAsync(folder, Cancel);
        await WriteAsync(killed);
        await ServerProcesses.KillAsync(Cluster);
        Assert.True(File.Exists(PidFile));
        await using var server = await PrivatePostgresServer.StartAsync(folder, Cancel);
        Assert.Equal((killed.Port, 42), (server.Port, await ReadAsync(server)));
    }

    [Fact]
    public async Task A_stale_pid_file_with_the_number_of_another_living_process_does_not_stop_it()
    {
        await using (var server = await PrivatePostgresServer.StartAsync(folder, Cancel)) await WriteAsync(server);
        var stale = $"{Environment.ProcessId}\n{folder}/cluster\n1\n1\n\n127.0.0.1\n1 1\nready   \n";
        await File.WriteAllTextAsync(PidFile, stale, Cancel);
        await using var again = await PrivatePostgresServer.StartAsync(folder, Cancel);
        Assert.Equal(42, await ReadAsync(again));
    }

    [Fact]
    public async Task An_interrupted_initialisation_is_begun_again()
    {
        var begun = Directory.CreateDirectory(Path.Combine(folder, "cluster.new")).FullName;
        await File.WriteAllTextAsync(Path.Combine(begun, "PG_VERSION"), "15", Cancel);
        await using var server = await PrivatePostgresServer.StartAsync(folder, Cancel);
        await WriteAsync(server);
        Assert.Equal(42, await ReadAsync(server));
    }

    [Fact]
    public void Without_PostgreSQL_the_error_says_how_to_install_it_or_to_do_without()
    {
        var error = Assert.Throws<ConfigurationException>(() => PostgresBinaries.FindIn([], null)).Message;
        string[] ways =
        [
            "apt-get install postgresql", "dnf install postgresql-server", "brew install postgresql",
            "winget install", "NOTEJAM_PG_BIN", "ConnectionStrings__notejam",
        ];
        foreach (var way in ways) Assert.Contains(way, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_another_version_is_not_touched()
    {
        var error = Assert.Throws<ConfigurationException>(() => PostgresBinaries.Find(9)).Message;
        const string Missing = "The data folder was made by PostgreSQL 9, and there is no PostgreSQL 9 on this machine";
        Assert.StartsWith(Missing, error, StringComparison.Ordinal);
    }

    string Cluster => Path.Combine(folder, "cluster");

    string PidFile => Path.Combine(folder, "cluster", "postmaster.pid");

    static Task WriteAsync(PrivatePostgresServer server) =>
        Postgres.ExecuteAsync(Unpooled(server), "CREATE TABLE kept AS SELECT 42 AS answer");

    static Task<int> ReadAsync(PrivatePostgresServer server) =>
        Postgres.ScalarAsync<int>(Unpooled(server), "SELECT answer FROM kept");

    static string Unpooled(PrivatePostgresServer server) => server.ConnectionString("postgres") + ";Pooling=false";
}

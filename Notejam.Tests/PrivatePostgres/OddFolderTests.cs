using Notejam.ServiceDefaults;
using Notejam.ServiceDefaults.PrivatePostgres;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.PrivatePostgres;

/// <summary>
/// The private server in folders of odd names, with damaged files, under any umask, beside other users.
/// </summary>
public sealed class OddFolderTests : IAsyncDisposable
{
    readonly string data = TempFolder.Create("odd");

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    string Folder => Path.Combine(data, "postgres");

    public async ValueTask DisposeAsync()
    {
        await ServerProcesses.KillAsync(Path.Combine(Folder, "cluster"));
        Directory.Delete(data, recursive: true);
    }

    [Theory]
    [InlineData("a $HOME and $(id)")]
    [InlineData("`id` it's \"quoted\" \\ ; ü")]
    public async Task Its_folder_may_have_any_name(string name)
    {
        var folder = Path.Combine(data, name);
        await using (var server = await PrivatePostgresServer.StartAsync(folder, Cancel))
        {
            await AssertAnswersAsync(server);
        }
        await using var again = await PrivatePostgresServer.StartAsync(folder, Cancel);
        await AssertAnswersAsync(again);
    }

    /// <summary>Root keeps nothing for itself: what it starts runs as another user, whatever the umask is.</summary>
    [Fact]
    public async Task All_that_is_in_it_belongs_to_the_servers_user()
    {
        await using var server = await PrivatePostgresServer.StartAsync(Folder, Cancel);
        var user = Environment.IsPrivilegedProcess ? "postgres" : Environment.UserName;
        var (_, others) = await Tool.RunAsync("find", "", Folder, "-not", "-user", user);
        Assert.Equal("", others);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("")]
    [InlineData("99999")]
    [InlineData("-1")]
    public async Task A_port_that_cannot_be_read_is_chosen_anew(string port)
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "port"), port, Cancel);
        await using var server = await PrivatePostgresServer.StartAsync(Folder, Cancel);
        await AssertAnswersAsync(server);
        Assert.Equal($"{server.Port}", await File.ReadAllTextAsync(Path.Combine(Folder, "port"), Cancel));
    }

    [Theory]
    [InlineData("cluster/PG_VERSION", "PG_VERSION is damaged")]
    [InlineData("password", "password is missing")]
    public async Task A_file_that_it_cannot_do_without_is_named(string file, string message)
    {
        await using (await PrivatePostgresServer.StartAsync(Folder, Cancel))
        {
            // Made, and stopped again.
        }
        File.Delete(Path.Combine(Folder, file));
        if (file != "password") await File.WriteAllTextAsync(Path.Combine(Folder, file), "none", Cancel);
        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => PrivatePostgresServer.StartAsync(Folder, Cancel));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("027")]
    [InlineData("077")]
    public async Task It_starts_under_any_umask_in_a_folder_that_is_not_there_yet(string umask)
    {
        var folder = Path.Combine(data, "share", "notejam");
        await using var migrate = NotejamProcess.Launch(new() { ["NOTEJAM_DATA"] = folder }, ["migrate"], umask);
        Assert.True(await migrate.ExitAsync() == 0, migrate.Output);
        Assert.Equal("700", ModeOf(Path.Combine(folder, "postgres")));
    }

    /// <summary>Reading a file is enough to lock it.</summary>
    [Fact]
    public async Task Nobody_else_can_lock_its_files()
    {
        await using var server = await PrivatePostgresServer.StartAsync(Folder, Cancel);
        Assert.Equal("700", ModeOf(Folder));
        if (!Environment.IsPrivilegedProcess) return;
        string[] asNobody = ["--reuid=nobody", "--regid=65534", "--clear-groups", "--", "flock", "-s", "-n"];
        var (refused, said) = await Tool.RunAsync("setpriv", "", [.. asNobody, Path.Combine(Folder, "lock"), "true"]);
        Assert.True(refused != 0, said);
        var open = Path.Combine(Repository.Root, "README.md");
        var (allowed, why) = await Tool.RunAsync("setpriv", "", [.. asNobody, open, "true"]);
        Assert.True(allowed == 0, why);
    }

    static string ModeOf(string path) =>
        OperatingSystem.IsWindows() ? "700" : Convert.ToString((int)File.GetUnixFileMode(path), 8);

    static async Task AssertAnswersAsync(PrivatePostgresServer server)
    {
        var connection = server.ConnectionString("postgres") + ";Pooling=false";
        Assert.Equal(42, await Postgres.ScalarAsync<int>(connection, "SELECT 42"));
    }
}

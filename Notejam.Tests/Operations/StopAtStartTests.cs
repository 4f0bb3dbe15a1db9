using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

/// <summary>SIGTERM before the start is over: it ends quietly, and the private server with it.</summary>
public sealed class StopAtStartTests : IAsyncDisposable
{
    readonly string data = TempFolder.Create("stop");

    string Cluster => Path.Combine(data, "postgres", "cluster");

    public async ValueTask DisposeAsync()
    {
        await ServerProcesses.KillAsync(Cluster);
        Directory.Delete(data, recursive: true);
    }

    public static TheoryData<string> Moments =>
    [
        "the folder is made", "the cluster is made",
        "the server is launched", "the server is used",
        "the application serves",
    ];

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task It_ends_without_an_error_and_leaves_no_server_when(string moment)
    {
        await using var app = NotejamProcess.Launch(new() { ["NOTEJAM_DATA"] = data });
        await Until.TrueAsync(() => app.HasExited || IsReached(moment, app), moment);
        Assert.False(app.HasExited, app.Output);
        app.Terminate();
        // 0 if it had just started.
        Assert.True(await app.ExitAsync() is 143 or 0, app.Output);
        Assert.DoesNotContain("Unhandled exception", app.Output, StringComparison.Ordinal);
        await Until.TrueAsync(() => ServerProcesses.In(Cluster).Count == 0);
        Assert.Empty(ServerProcesses.In(Cluster + ".new"));
    }

    bool IsReached(string moment, NotejamProcess app) => moment switch
    {
        "the folder is made" => Directory.Exists(Path.Combine(data, "postgres")),
        "the cluster is made" => Directory.Exists(Cluster + ".new") || Directory.Exists(Cluster),
        "the server is launched" => File.Exists(Path.Combine(Cluster, "postmaster.pid")),
        "the server is used" => app.Output.Contains("The notes are in a private PostgreSQL", StringComparison.Ordinal),
        _ => app.Output.Contains("Notejam is at ", StringComparison.Ordinal),
    };
}

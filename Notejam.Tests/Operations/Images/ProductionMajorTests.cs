using Notejam.Tests.Backups;
using Notejam.Tests.Data;
using Notejam.Tests.Hosting;
using Notejam.Tests.Http;
using Notejam.Tests.Notes;

namespace Notejam.Tests.Operations.Images;

/// <summary>
/// The tests run on the PostgreSQL that the machine has. Those of the schema, of the statements and of the dumps run
/// once more on production's, in a container, with its own programs.
/// </summary>
[Collection(nameof(Podman))]
public sealed class ProductionMajorTests(Podman podman) : IDisposable
{
    readonly string folder = TempFolder.Create("major");
    readonly string name = $"notejam-test-major-{Environment.ProcessId}";

    static readonly Type[] Classes =
    [
        typeof(SchemaTests), typeof(QueryTests), typeof(NoteListTests), typeof(UnchangedTests),
        typeof(TableContentTests), typeof(RestoreTests), typeof(DrillTests),
    ];

    [Fact]
    public async Task The_database_tests_pass_on_it()
    {
        podman.SkipWhereMissing();
        string[] version = ["run", "--rm", "--pull=never", "--entrypoint", "postgres", Postgres.Image, "--version"];
        Assert.Contains("(PostgreSQL) 17.", (await Podman.RunAsync(version)).Output, StringComparison.Ordinal);
        await using var container = await ContainerAsync();
        try
        {
            var (exit, output) = await TestAsync(Classes.Select(c => c.FullName!));
            Assert.True(exit == 0, output);
        }
        finally
        {
            await Podman.RunAsync("rm", "--force", "--time", "0", name);
        }
    }

    async Task<(int Exit, string Output)> TestAsync(IEnumerable<string> classes)
    {
        var socket = Path.Combine(folder, "podman.sock");
        await using var service =
            RunningProcess.Start(Podman.Script, ["system", "service", "--time=0", $"unix://{socket}"]);
        await Until.TrueAsync(() => File.Exists(socket), "podman listens");
        foreach (var program in new[] { "pg_dump", "pg_restore" }) await FromTheImageAsync(program);
        return await Tool.RunAsync(
            "dotnet",
            [
                typeof(ProductionMajorTests).Assembly.Location, "--no-progress", "--max-threads", "1",
                "--filter-class", .. classes,
            ],
            new Dictionary<string, string>
            {
                ["NOTEJAM_TEST_POSTGRES"] = "container",
                ["NOTEJAM_PG_BIN"] = folder,
                ["DOCKER_HOST"] = $"unix://{socket}",
                ["TESTCONTAINERS_HOST_OVERRIDE"] = "127.0.0.1",
                // Its image is not to be had everywhere; the test ends the container itself.
                ["TESTCONTAINERS_RYUK_DISABLED"] = "true",
            });
    }

    /// <summary>One for all dumps: to start it costs more than to dump.</summary>
    async Task<RunningProcess> ContainerAsync()
    {
        var temporary = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        var running = RunningProcess.Start(Podman.Script,
            [
                "run", "--rm", "--name", name, "--network", "host", "--pull=never", "--user", "root",
                "-v", $"{temporary}:{temporary}", "--entrypoint", "sh", Postgres.Image, "-c", "echo up; sleep infinity",
            ]);
        await running.PrintsAsync("up");
        return running;
    }

    /// <summary>A program of this name that goes into the container and is the one there.</summary>
    async Task FromTheImageAsync(string program)
    {
        var inside = (await Podman.InspectAsync("container", name)).GetProperty("State").GetProperty("Pid").GetInt32();
        var file = Path.Combine(folder, program);
        await File.WriteAllTextAsync(
            file,
            $"""
            #!/bin/sh
            exec nsenter --target {inside} --mount /usr/lib/postgresql/17/bin/{program} "$@"
            """,
            TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32("700", 8));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
